package dev.freshet.bench.load;

import dev.freshet.bench.load.contender.Contender;
import dev.freshet.bench.load.contender.FreshetContender;
import java.nio.file.Path;

class FreshetContenderIT extends ContenderContract {

  @Override
  Contender open(Path emptyDirectory, int keys) {
    Path table = emptyDirectory.resolve("rows.lance");
    return new FreshetContender(table, Rows.DIMENSION, "test", new InProcessCare(table));
  }
}
