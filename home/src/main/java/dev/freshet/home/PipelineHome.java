package dev.freshet.home;

import dev.freshet.core.config.FreshetConfig;
import dev.freshet.home.delta.DeltaTables;
import dev.freshet.home.layer.LayerTable;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.layer.Ledger;
import dev.freshet.home.layer.LedgerEntry;
import dev.freshet.home.layer.QuarantineRow;
import dev.freshet.home.layer.QuarantinedLine;
import dev.freshet.home.quarantine.QuarantineFilter;
import dev.freshet.home.quarantine.ReasonGroup;
import dev.freshet.home.quarantine.ReasonGroups;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.home.report.RunStatus;
import dev.freshet.home.report.StatusFile;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What another process can see of a pipeline, without Spark. Reads only; works while the pipeline
 * runs, before its first run and after it was killed. Thread-safe.
 */
public final class PipelineHome {

  private static final List<Duration> LOOK_BACK =
      List.of(Duration.ofMinutes(2), Duration.ofHours(1), Duration.ofDays(1));

  /** Quarantined lines are first looked for in so many of the last committed file versions. */
  private static final long RECENT_FILES = 10_000;

  private final FreshetConfig config;

  /** The home that a configuration names. Touches nothing. */
  public PipelineHome(FreshetConfig config) {
    this.config = config;
  }

  /** The last report of the pipeline's process; empty if it never ran. */
  public Optional<RunStatus> report() {
    return new StatusFile(config.layout().statusFile()).read();
  }

  /**
   * The moment before which everything that landed is queryable, if the pipeline runs. While
   * nothing lands it is later than what the vector table knows.
   */
  public Optional<Instant> liveAsOf() {
    return report().flatMap(RunStatus::liveAsOf);
  }

  /** The last report of maintenance; empty if it never ran. */
  public Optional<MaintenanceReport> maintenance() {
    return MaintenanceReport.file(config.layout().maintenanceReport()).readReport();
  }

  /** Rows of the quarantine table. */
  public long quarantined() {
    try (DeltaTables tables = DeltaTables.local()) {
      return quarantine(tables).rowCount().orElse(0);
    }
  }

  /**
   * The newest entries of the ledger, newest first. Opens files of the last minutes before the
   * pipeline's last batch first, and older ones only if those hold too few entries.
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
    return newestQuarantined(limit, QuarantineFilter.ALL);
  }

  /**
   * As {@link #newestQuarantined(int)}, of the rows that a filter accepts. Reads the whole table if
   * too few of the last committed files have such rows.
   */
  public List<QuarantinedLine> newestQuarantined(int limit, QuarantineFilter filter) {
    long committed = report().map(RunStatus::committedSequence).orElse(0L);
    try (DeltaTables tables = DeltaTables.local()) {
      LayerTable<QuarantineRow> quarantine = quarantine(tables);
      List<QuarantinedLine> newest =
          committed > RECENT_FILES
              ? QuarantinedLine.newest(
                  quarantine, limit, OptionalLong.of(committed - RECENT_FILES), filter::accepts)
              : List.of();
      return newest.size() == limit
          ? newest
          : QuarantinedLine.newest(quarantine, limit, OptionalLong.empty(), filter::accepts);
    }
  }

  /**
   * The rows of the quarantine table that a filter accepts, by their reason. Reads the whole table
   * in bounded memory.
   */
  public List<ReasonGroup> quarantineReasons(QuarantineFilter filter) {
    ReasonGroups groups = new ReasonGroups();
    try (DeltaTables tables = DeltaTables.local()) {
      QuarantinedLine.scan(
          quarantine(tables),
          row -> {
            if (filter.accepts(row)) {
              groups.add(row.reason(), row.file(), row.line());
            }
          });
    }
    return groups.largestFirst();
  }

  /**
   * A quarantined line as it landed.
   *
   * @param sequence of the file version it landed in
   * @param line in the file
   */
  public Optional<String> quarantinedPayload(long sequence, long line) {
    return quarantined(sequence, line).map(QuarantinedLine.WithPayload::payload);
  }

  /**
   * A row of the quarantine table; the newest one if several streams numbered a file so.
   *
   * @param sequence of the file version it landed in
   * @param line in the file; 0 for the file itself
   */
  public Optional<QuarantinedLine.WithPayload> quarantined(long sequence, long line) {
    try (DeltaTables tables = DeltaTables.local()) {
      return QuarantinedLine.at(quarantine(tables), sequence, line).stream()
          .max(Comparator.comparing(found -> found.row().landedAt()));
    }
  }

  private LayerTable<QuarantineRow> quarantine(DeltaTables tables) {
    return LayerTables.of(tables, config.layout()).quarantine();
  }
}
