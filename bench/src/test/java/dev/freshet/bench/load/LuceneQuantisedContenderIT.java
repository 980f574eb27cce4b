package dev.freshet.bench.load;

import dev.freshet.bench.load.contender.Contender;
import dev.freshet.bench.load.contender.LuceneContender;
import java.nio.file.Path;

class LuceneQuantisedContenderIT extends ContenderContract {

  @Override
  Contender open(Path emptyDirectory, int keys) throws Exception {
    return new LuceneContender(emptyDirectory, true);
  }
}
