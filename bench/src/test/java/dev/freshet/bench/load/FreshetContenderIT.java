package dev.freshet.bench.load;

import java.nio.file.Path;

class FreshetContenderIT extends ContenderContract {

  @Override
  Contender open(Path emptyDirectory, int keys) {
    Path table = emptyDirectory.resolve("rows.lance");
    return new FreshetContender(table, Rows.DIMENSION, "test", new InProcessCare(table));
  }
}
