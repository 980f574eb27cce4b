package dev.freshet.bench.load;

import java.nio.file.Path;

class LuceneQuantisedContenderIT extends ContenderContract {

  @Override
  Contender open(Path emptyDirectory, int keys) throws Exception {
    return new LuceneContender(emptyDirectory, true);
  }
}
