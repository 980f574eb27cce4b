package dev.freshet.pipeline;

import dev.freshet.core.config.FreshetConfig;
import dev.freshet.pipeline.delta.DeltaTables;
import dev.freshet.pipeline.layer.LayerTables;
import dev.freshet.pipeline.maintenance.MaintenanceReport;
import dev.freshet.pipeline.status.RunStatus;
import dev.freshet.pipeline.status.StatusFile;
import java.time.Instant;
import java.util.Optional;

/**
 * What can be seen of a pipeline from outside its process, without Spark. Reads only; works while
 * the pipeline runs, before it ever ran and after it was killed.
 */
public final class PipelineHome {

  private final FreshetConfig config;

  public PipelineHome(FreshetConfig config) {
    this.config = config;
  }

  /** What the pipeline's process last said of itself; empty if it never ran. */
  public Optional<RunStatus> report() {
    return new StatusFile(config.layout().statusFile()).read();
  }

  /**
   * Everything that landed before is queryable, as the pipeline says if it runs. It knows more than
   * the vector table while nothing lands.
   */
  public Optional<Instant> liveAsOf() {
    return report().flatMap(RunStatus::liveAsOf);
  }

  /** What maintenance last said of itself and of the vector table; empty if it never ran. */
  public Optional<MaintenanceReport> maintenance() {
    return MaintenanceReport.file(config.layout().maintenanceReport()).readReport();
  }

  /** Rows of the quarantine table. */
  public long quarantined() {
    try (DeltaTables tables = DeltaTables.local(SparkSessions.hadoop())) {
      return LayerTables.of(tables, config.layout()).quarantine().rowCount().orElse(0);
    }
  }
}
