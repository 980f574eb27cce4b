package dev.freshet.home.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.freshet.core.vector.Freshness;
import dev.freshet.core.vector.TableState;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a pipeline and its vector table are doing: the answer of {@code status} and of {@code GET
 * /v1/status}, whose names are stable. In JSON the fields of the pipeline, the contents, the ingest
 * and the metrics stand beside the others, not below a name of their own.
 *
 * @param pipeline which pipeline it is, and whether it runs
 * @param contents how much the tables hold
 * @param ingest how fast changes arrive and become queryable
 * @param table the vector table; null while there is none
 * @param maintenance of the vector table; null while it was never maintained
 * @param metrics counters and timers of the newest run
 */
public record HomeStatus(
    @JsonUnwrapped Pipeline pipeline,
    @JsonUnwrapped Contents contents,
    @JsonUnwrapped Ingest ingest,
    @Nullable Table table,
    @Nullable MaintenanceStatus maintenance,
    @JsonUnwrapped RunStatus.Metrics metrics) {

  /**
   * Which pipeline it is, and whether it runs.
   *
   * @param name of the pipeline
   * @param state {@code never-run}, {@code starting}, {@code running}, {@code retrying}, {@code
   *     stopped}, {@code failed}, or {@code killed}: its process ended without saying so
   * @param pid of the process that runs it; null unless one does
   */
  public record Pipeline(String name, String state, @Nullable Long pid) {

    private static Pipeline of(String name, Optional<RunStatus> report) {
      return new Pipeline(
          name,
          report.map(Pipeline::state).orElse("never-run"),
          report.filter(RunStatus::live).map(live -> live.process().pid()).orElse(null));
    }

    private static String state(RunStatus report) {
      RunStatus.State state = report.state();
      boolean ended = state == RunStatus.State.STOPPED || state == RunStatus.State.FAILED;
      return report.live() || ended ? state.name().toLowerCase(Locale.ROOT) : "killed";
    }
  }

  /**
   * How much the tables hold.
   *
   * @param records live record keys
   * @param chunks rows of the vector table
   * @param quarantined rows of the quarantine table
   */
  public record Contents(long records, long chunks, long quarantined) {}

  /**
   * How fast changes arrive and become queryable.
   *
   * @param freshness landed to queryable over a window of the newest run
   * @param backlog discovered and not yet committed; what lands while no pipeline runs is not known
   * @param admission how much the newest batch was allowed to take, and by which costs; null before
   *     the first
   * @param lastBatch of the newest run; null before the first
   * @param stale events of the newest run that changed nothing, since a newer state of their record
   *     is known
   */
  public record Ingest(
      Landed freshness,
      RunStatus.Backlog backlog,
      RunStatus.@Nullable Admission admission,
      RunStatus.@Nullable LastBatch lastBatch,
      long stale) {

    /** Name of the counter among the totals. */
    private static final String STALE_EVENTS = "freshet.gold.stale";

    private static Ingest of(
        Optional<RunStatus> report, FreshnessWindow window, @Nullable Instant asOf) {
      return new Ingest(
          Landed.of(
              report
                  .map(known -> known.freshness(window))
                  .orElseGet(() -> WindowFreshness.none(window)),
              asOf),
          report.map(RunStatus::backlog).orElseGet(() -> new RunStatus.Backlog(0, 0)),
          report.map(RunStatus::admission).orElse(null),
          report.map(RunStatus::lastBatch).orElse(null),
          report.map(known -> known.total(STALE_EVENTS)).orElse(0L));
    }
  }

  /**
   * Landed to queryable of the files that became queryable within a window before the newest report
   * of the newest run; percentiles and terms are null while there are none.
   *
   * @param p50Ms half of the files were at least as fast
   * @param p95Ms 95 of 100 files were
   * @param p99Ms 99 of 100 files were
   * @param asOf everything that landed before is queryable
   * @param window such as {@code 5m}
   * @param files how many files the percentiles are of
   * @param terms the seven terms of each percentile, which add up to it
   */
  public record Landed(
      @Nullable Double p50Ms,
      @Nullable Double p95Ms,
      @Nullable Double p99Ms,
      @Nullable Instant asOf,
      String window,
      long files,
      WindowFreshness.@Nullable Terms terms) {

    /** The figures of a window. */
    public static Landed of(WindowFreshness freshness, @Nullable Instant asOf) {
      WindowFreshness.Terms terms = freshness.terms();
      return new Landed(
          terms == null ? null : terms.p50().totalMillis(),
          terms == null ? null : terms.p95().totalMillis(),
          terms == null ? null : terms.p99().totalMillis(),
          asOf,
          freshness.window(),
          freshness.files(),
          terms);
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
   * @param window over which freshness is told
   */
  public static HomeStatus of(
      String name,
      Optional<RunStatus> report,
      long quarantined,
      Optional<TableState> table,
      Optional<MaintenanceReport> maintenance,
      FreshnessWindow window) {
    Optional<Instant> liveAsOf = report.flatMap(RunStatus::liveAsOf);
    Instant asOf =
        table.map(known -> Freshness.asOf(known, liveAsOf)).orElse(liveAsOf).orElse(null);
    return new HomeStatus(
        Pipeline.of(name, report),
        new Contents(
            report.map(RunStatus::records).orElse(0L),
            table.map(TableState::rows).orElse(0L),
            quarantined),
        Ingest.of(report, window, asOf),
        table.map(Table::of).orElse(null),
        maintenance.map(MaintenanceStatus::of).orElse(null),
        report.map(RunStatus::metrics).orElseGet(() -> new RunStatus.Metrics(Map.of(), Map.of())));
  }

  /** Name of the pipeline. */
  public String name() {
    return pipeline.name();
  }

  /** What the pipeline is doing; {@link Pipeline} lists the values. */
  public String state() {
    return pipeline.state();
  }

  /** The process that runs the pipeline; null unless one does. */
  public @Nullable Long pid() {
    return pipeline.pid();
  }

  /** Live record keys. */
  public long records() {
    return contents.records();
  }

  /** Rows of the vector table. */
  public long chunks() {
    return contents.chunks();
  }

  /** Rows of the quarantine table. */
  public long quarantined() {
    return contents.quarantined();
  }

  /** Landed to queryable over a window of the newest run. */
  public Landed freshness() {
    return ingest.freshness();
  }

  /** What is discovered and not yet committed. */
  public RunStatus.Backlog backlog() {
    return ingest.backlog();
  }

  /** How much the newest batch was allowed to take; null before the first. */
  public RunStatus.@Nullable Admission admission() {
    return ingest.admission();
  }

  /** The newest batch of the newest run; null before the first. */
  public RunStatus.@Nullable LastBatch lastBatch() {
    return ingest.lastBatch();
  }

  /**
   * Events of the newest run that changed nothing, since a newer state of their record is known.
   */
  public long stale() {
    return ingest.stale();
  }

  /** Counters of the newest run, by metric name. */
  public Map<String, Long> totals() {
    return metrics.totals();
  }

  /** Timers of the newest run, by metric name. */
  public Map<String, Percentiles> timings() {
    return metrics.timings();
  }
}
