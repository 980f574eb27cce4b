package dev.freshet.bench.load;

import java.nio.file.Path;

class JvectorContenderIT extends ContenderContract {

  @Override
  Contender open(Path emptyDirectory, int keys) throws Exception {
    return new JvectorContender(keys, Rows.DIMENSION);
  }
}
