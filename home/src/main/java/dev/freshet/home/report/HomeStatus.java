package dev.freshet.home.report;

import dev.freshet.core.vector.Freshness;
import dev.freshet.core.vector.TableState;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a pipeline and its vector table are doing: the answer of {@code status} and of {@code GET
 * /v1/status}, whose names are stable.
 *
 * @param name of the pipeline
 * @param state {@code never-run}, {@code starting}, {@code running}, {@code retrying}, {@code
 *     stopped}, {@code failed}, or {@code killed}: its process ended without saying so
 * @param pid of the process that runs it; null unless one does
 * @param records live record keys
 * @param chunks rows of the vector table
 * @param quarantined rows of the quarantine table
 * @param freshness landed to queryable over the last minutes of the newest run
 * @param backlog discovered and not yet committed; what lands while no pipeline runs is not known
 * @param admission how much the newest batch was allowed to take, and by which costs; null before
 *     the first
 * @param lastBatch of the newest run; null before the first
 * @param table the vector table; null while there is none
 * @param maintenance of the vector table; null while it was never maintained
 * @param totals counters of the newest run, by metric name
 * @param timings timers of the newest run, by metric name
 */
public record HomeStatus(
    String name,
    String state,
    @Nullable Long pid,
    long records,
    long chunks,
    long quarantined,
    Landed freshness,
    RunStatus.Backlog backlog,
    RunStatus.@Nullable Admission admission,
    RunStatus.@Nullable LastBatch lastBatch,
    @Nullable Table table,
    @Nullable MaintenanceStatus maintenance,
    Map<String, Long> totals,
    Map<String, Percentiles> timings) {

  /**
   * Landed to queryable over the last minutes of the newest run; null while nothing was measured.
   *
   * @param p50Ms half of the files were at least as fast
   * @param p95Ms 95 of 100 files were
   * @param p99Ms 99 of 100 files were
   * @param asOf everything that landed before is queryable
   */
  public record Landed(
      @Nullable Double p50Ms,
      @Nullable Double p95Ms,
      @Nullable Double p99Ms,
      @Nullable Instant asOf) {

    static Landed of(Percentiles freshness, @Nullable Instant asOf) {
      return freshness.samples() == 0
          ? new Landed(null, null, null, asOf)
          : new Landed(freshness.p50Ms(), freshness.p95Ms(), freshness.p99Ms(), asOf);
    }
  }

  /**
   * The vector table; {@link TableState} defines the figures.
   *
   * @param indexType such as {@code IVF_HNSW_SQ}; null while the table is scanned
   */
  public record Table(
      long version,
      int fragments,
      long rows,
      long unindexedRows,
      int deltaSegments,
      @Nullable String indexType) {

    static Table of(TableState state) {
      return new Table(
          state.version(),
          state.fragments(),
          state.rows(),
          state.unindexedRows(),
          state.deltaSegments(),
          state.indexType().orElse(null));
    }
  }

  /**
   * Puts together what is known.
   *
   * @param report of the pipeline's process; empty if it never ran
   * @param quarantined rows of the quarantine table
   * @param table empty while there is none
   * @param maintenance empty if the table was never maintained
   */
  public static HomeStatus of(
      String name,
      Optional<RunStatus> report,
      long quarantined,
      Optional<TableState> table,
      Optional<MaintenanceReport> maintenance) {
    Optional<Instant> liveAsOf = report.flatMap(RunStatus::liveAsOf);
    Instant asOf =
        table.map(known -> Freshness.asOf(known, liveAsOf)).orElse(liveAsOf).orElse(null);
    Percentiles landed =
        report.map(RunStatus::freshness).orElseGet(() -> new Percentiles(0, 0, 0, 0));
    return new HomeStatus(
        name,
        state(report),
        report.filter(RunStatus::live).map(live -> live.process().pid()).orElse(null),
        report.map(RunStatus::records).orElse(0L),
        table.map(TableState::rows).orElse(0L),
        quarantined,
        Landed.of(landed, asOf),
        report.map(RunStatus::backlog).orElseGet(() -> new RunStatus.Backlog(0, 0)),
        report.map(RunStatus::admission).orElse(null),
        report.map(RunStatus::lastBatch).orElse(null),
        table.map(Table::of).orElse(null),
        maintenance.map(MaintenanceStatus::of).orElse(null),
        report.map(RunStatus::totals).orElseGet(Map::of),
        report.map(RunStatus::timings).orElseGet(Map::of));
  }

  private static String state(Optional<RunStatus> report) {
    if (report.isEmpty()) {
      return "never-run";
    }
    RunStatus.State told = report.get().state();
    boolean ended = told == RunStatus.State.STOPPED || told == RunStatus.State.FAILED;
    return report.get().live() || ended ? told.name().toLowerCase(Locale.ROOT) : "killed";
  }
}
