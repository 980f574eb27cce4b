package dev.freshet.bench.load;

import dev.freshet.bench.load.contender.TableCare;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.lance.LanceVectorTable;
import java.nio.file.Path;
import java.util.Map;

/** Builds the index and leaves it at that. */
record InProcessCare(Path table) implements TableCare {

  @Override
  public double buildIndex() {
    long began = System.nanoTime();
    try (TableMaintainer maintainer = LanceVectorTable.openMaintainer(table, "test")) {
      maintainer.run(new MaintenanceStep.BuildIndex(maintainer.observe().liveRows()));
    }
    return (System.nanoTime() - began) / 1e9;
  }

  @Override
  public AutoCloseable start() {
    return () -> {};
  }

  @Override
  public Map<String, Object> figures() {
    return Map.of();
  }

  @Override
  public void close() {}
}
