package dev.freshet.bench.load;

import dev.freshet.bench.load.contender.Contender;
import dev.freshet.bench.load.contender.JvectorContender;
import java.nio.file.Path;

class JvectorContenderIT extends ContenderContract {

  @Override
  Contender open(Path emptyDirectory, int keys) throws Exception {
    return new JvectorContender(keys, Rows.DIMENSION);
  }
}
