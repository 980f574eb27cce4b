package dev.freshet.cli;

import dev.freshet.cli.answer.Output;
import dev.freshet.cli.answer.Text;
import dev.freshet.core.vector.TableState;
import dev.freshet.pipeline.maintenance.MaintenanceReport;
import dev.freshet.pipeline.metrics.Percentiles;
import dev.freshet.pipeline.status.RunStatus;
import dev.freshet.search.Freshness;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code status}.
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
record Status(
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
    @Nullable Maintenance maintenance,
    Map<String, Long> totals,
    Map<String, Percentiles> timings)
    implements Output.Answer {

  /**
   * Landed to queryable over the last minutes of the newest run; null while nothing was measured.
   *
   * @param p50Ms half of the files were at least as fast
   * @param p95Ms 95 of 100 files were
   * @param p99Ms 99 of 100 files were
   * @param asOf everything that landed before is queryable
   */
  record Landed(
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
  record Table(
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

  static Status of(
      String name,
      Optional<RunStatus> report,
      long quarantined,
      Optional<TableState> table,
      Optional<MaintenanceReport> maintenance) {
    Instant asOf =
        table
            .map(known -> Freshness.asOf(known, report.flatMap(RunStatus::liveAsOf)))
            .orElseGet(() -> report.flatMap(RunStatus::liveAsOf))
            .orElse(null);
    Percentiles landed =
        report.map(RunStatus::freshness).orElseGet(() -> new Percentiles(0, 0, 0, 0));
    return new Status(
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
        maintenance.map(Maintenance::of).orElse(null),
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

  @Override
  public void print(PrintWriter out) {
    row(out, "pipeline", "%s, %s%s", name, state, pid == null ? "" : " (pid " + pid + ")");
    row(out, "records", "%,d in %,d chunks", records, chunks);
    row(out, "quarantined", "%,d rows", quarantined);
    row(
        out,
        "freshness",
        "%s",
        freshness.p50Ms() == null
            ? "not measured yet"
            : String.format(
                Locale.ROOT,
                "landed to queryable p50 %s, p95 %s, p99 %s",
                Text.millis(freshness.p50Ms()),
                Text.millis(freshness.p95Ms()),
                Text.millis(freshness.p99Ms())));
    row(out, "as of", "%s", freshness.asOf() == null ? "never" : freshness.asOf());
    row(out, "backlog", "%,d files, %,d bytes", backlog.files(), backlog.bytes());
    if (admission != null) {
      row(
          out,
          "admission",
          "%,d bytes a batch, %s%s; model embeds %,.0f tokens/s, %.0f per KiB landed",
          admission.bytes(),
          Text.millis(admission.targetMs()),
          admission.catchingUp() ? " to catch up" : "",
          admission.tokensPerSecond(),
          1024 * admission.tokensPerByte());
    }
    if (lastBatch != null) {
      row(
          out,
          "last batch",
          "%s: %,d rows of %,d files; embed %d ms, write %d ms, commit %d ms",
          lastBatch.id(),
          lastBatch.rows(),
          lastBatch.files(),
          lastBatch.embedMs(),
          lastBatch.writeMs(),
          lastBatch.commitMs());
    }
    if (table == null) {
      row(out, "table", "not there yet: start `run` and land a file");
    } else {
      row(
          out,
          "table",
          "version %d, %,d fragments, %,d rows, %,d unindexed, %s",
          table.version(),
          table.fragments(),
          table.rows(),
          table.unindexedRows(),
          table.indexType() == null
              ? "no index yet"
              : table.indexType() + " with " + table.deltaSegments() + " delta segments");
    }
    if (maintenance != null) {
      maintenance.print(out);
    }
  }

  /** A line of the answer as text. */
  static void row(PrintWriter out, String label, String format, Object... values) {
    out.println(String.format("%-12s", label) + String.format(Locale.ROOT, format, values));
  }
}
