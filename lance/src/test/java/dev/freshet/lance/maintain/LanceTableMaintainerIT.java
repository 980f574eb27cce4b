package dev.freshet.lance.maintain;

import dev.freshet.testkit.maintenance.MaintainedTable;
import dev.freshet.testkit.maintenance.TableMaintainerContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LanceTableMaintainerIT extends TableMaintainerContract {

  @TempDir Path directory;

  @Override
  protected MaintainedTable newTable() {
    return new LanceMaintainedTable(directory.resolve("chunks.lance"));
  }
}
