package dev.freshet.home;

import dev.freshet.core.config.FreshetConfig;
import dev.freshet.home.delta.DeltaTables;
import dev.freshet.home.layer.LayerTable;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.layer.Ledger;
import dev.freshet.home.layer.LedgerEntry;
import dev.freshet.home.layer.QuarantineRow;
import dev.freshet.home.layer.QuarantinedLine;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.home.report.RunStatus;
import dev.freshet.home.report.StatusFile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What can be seen of a pipeline from outside its process, without Spark. Reads only; works while
 * the pipeline runs, before it ever ran and after it was killed.
 */
public final class PipelineHome {

  private static final List<Duration> LOOK_BACK =
      List.of(Duration.ofMinutes(2), Duration.ofHours(1), Duration.ofDays(1));

  /**
   * File versions before the last committed one in which quarantined lines are looked for first.
   */
  private static final long RECENT_FILES = 10_000;

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
    try (DeltaTables tables = DeltaTables.local()) {
      return LayerTables.of(tables, config.layout()).quarantine().rowCount().orElse(0);
    }
  }

  /**
   * The newest entries of the ledger, newest first. Looks back no further than it has to, from the
   * pipeline's last batch.
   *
   * @param limit at most this many, at least 1
   */
  public List<LedgerEntry> newestBatches(int limit) {
    Optional<Instant> newest =
        report().map(RunStatus::lastBatch).map(RunStatus.LastBatch::queryableAt);
    try (DeltaTables tables = DeltaTables.local()) {
      Ledger ledger = LayerTables.of(tables, config.layout()).ledger();
      for (Duration back : newest.isPresent() ? LOOK_BACK : List.<Duration>of()) {
        List<LedgerEntry> found = ledger.newest(limit, newest.get().minus(back));
        if (found.size() == limit) {
          return found;
        }
      }
      return ledger.newest(limit);
    }
  }

  /**
   * The newest rows of the quarantine table, newest first.
   *
   * @param limit at most this many, at least 1
   */
  public List<QuarantinedLine> newestQuarantined(int limit) {
    long committed = report().map(RunStatus::committedSequence).orElse(0L);
    try (DeltaTables tables = DeltaTables.local()) {
      LayerTable<QuarantineRow> quarantine = LayerTables.of(tables, config.layout()).quarantine();
      List<QuarantinedLine> newest =
          committed > RECENT_FILES
              ? QuarantinedLine.newest(quarantine, limit, OptionalLong.of(committed - RECENT_FILES))
              : List.of();
      return newest.size() == limit
          ? newest
          : QuarantinedLine.newest(quarantine, limit, OptionalLong.empty());
    }
  }

  /**
   * A quarantined line as it landed.
   *
   * @param sequence of the file version it landed in
   * @param line in the file
   */
  public Optional<String> quarantinedPayload(long sequence, long line) {
    try (DeltaTables tables = DeltaTables.local()) {
      LayerTable<QuarantineRow> quarantine = LayerTables.of(tables, config.layout()).quarantine();
      return QuarantinedLine.payload(quarantine, sequence, line);
    }
  }
}
