package dev.freshet.server.dashboard;

import dev.freshet.home.report.HomeStatus;
import dev.freshet.home.report.MaintenanceStatus;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What somebody should know of without looking. The dashboard and the alert rules for Prometheus
 * are two renderings of this list; labels are stable, each has a page in {@code ops/runbooks}.
 */
public enum Alert {
  PIPELINE_FAILED(
      "PipelineFailed",
      Severity.CRITICAL,
      "The pipeline gave up",
      "The pipeline ended with an error that repeating does not mend.",
      "Read the error in its log, mend the cause, start `freshet run` again: it goes on where it stopped.",
      figures -> when(is(figures, "failed"), "Its last state is failed.")),
  PIPELINE_DOWN(
      "PipelineDown",
      Severity.CRITICAL,
      "No pipeline runs",
      "The pipeline ran before and no process runs it now.",
      "Start `freshet run`. If it was killed, look for the reason in the system's log.",
      figures ->
          when(
              is(figures, "killed") || is(figures, "stopped"),
              is(figures, "killed")
                  ? "Its process ended without saying so."
                  : "It was told to stop.")),
  PIPELINE_RETRYING(
      "PipelineRetrying",
      Severity.WARNING,
      "The pipeline repeats a batch",
      "The newest batch failed and is being repeated.",
      "Storage or the embedding service does not answer: read the warnings in the pipeline's log.",
      figures -> when(is(figures, "retrying"), "Nothing gets fresher until it succeeds.")),
  TABLE_MISSING(
      "TableMissing",
      Severity.CRITICAL,
      "The vector table is gone",
      "The pipeline has live records and the vector table cannot be found.",
      "Check the home's vectors directory and its storage. `freshet run` writes a lost table anew.",
      figures ->
          when(
              figures.status().table() == null && figures.status().records() > 0,
              "%,d records are known.",
              figures.status().records())),
  FRESHNESS_STALLED(
      "FreshnessStalled",
      Severity.CRITICAL,
      "Answers stop getting fresher",
      "A pipeline runs, and what landed more than 30 s and ten times slo.freshness.p95 ago is not queryable.",
      "See the backlog: if it grows, the pipeline is too slow; if it does not, read the pipeline's log.",
      Alert::freshnessStalled),
  FRESHNESS_SLO_MISSED(
      "FreshnessSloMissed",
      Severity.WARNING,
      "Freshness misses its objective",
      "The p95 from landing to queryable over five minutes is above slo.freshness.p95.",
      "See in the latency budget which stage takes the time; `freshet profile` says what this machine can hold.",
      Alert::sloMissed),
  BACKLOG_GROWING(
      "BacklogGrowing",
      Severity.WARNING,
      "The backlog does not shrink",
      "More waits than a batch takes, and as much lands as is worked off, or nothing is.",
      "Give the pipeline more cores or a faster model, or add executors (docs/cluster.md).",
      Alert::backlogGrowing),
  QUARANTINE_GROWING(
      "QuarantineGrowing",
      Severity.WARNING,
      "Lines go to quarantine",
      "Lines were quarantined within ten minutes.",
      "Read the reasons below; mend the source. Nothing is lost: the lines are in the quarantine table.",
      Alert::quarantineGrowing),
  TAIL_TOO_LONG(
      "TailTooLong",
      Severity.WARNING,
      "Searches scan too many rows",
      "An index is there and more than 25,000 rows are not covered by it.",
      "See that maintenance runs and its steps succeed; `freshet optimize --explain` says what is due.",
      Alert::tailTooLong),
  OPTIMIZE_DOWN(
      "OptimizeDown",
      Severity.WARNING,
      "Nobody maintains the table",
      "The pipeline runs with optimize.mode process and the process that maintains its table does not.",
      "Read optimize.log in the home. It is started again by itself; searches get slower until then.",
      Alert::optimizeDown),
  OPTIMIZE_FAILING(
      "OptimizeFailing",
      Severity.WARNING,
      "Steps of maintenance fail",
      "The three newest steps of maintenance failed or ended with their process.",
      "Read the error below; more memory for the process is FRESHET_OPTIMIZE_JAVA_OPTS.",
      Alert::optimizeFailing),
  RECALL_LOW(
      "RecallLow",
      Severity.WARNING,
      "The index misses neighbours",
      "A sample finds less than 0.9 of the true nearest neighbours through the index.",
      "`freshet optimize` tunes the search or trains the index anew; see that it runs.",
      Alert::recallLow),
  QUERY_ERRORS(
      "QueryErrors",
      Severity.CRITICAL,
      "Searches fail",
      "More than 1 of 100 searches within a minute ended in an error of the server.",
      "Read the server's log; check that storage answers and that the table's model is the server's.",
      Alert::queryErrors),
  QUERIES_SHED(
      "QueriesShed",
      Severity.WARNING,
      "Searches are turned away",
      "Searches were answered with 429 or 503 within a minute because too many waited.",
      "Send fewer at once, honour Retry-After, or give the server more cores.",
      Alert::queriesShed);

  /** Rows beside the index that cost a search about as much as the index does. */
  public static final long TAIL_ROWS_MAX = 25_000;

  /** Share of the true neighbours below which people begin to notice. */
  public static final double RECALL_MIN = 0.9;

  /** Share of searches that may fail. */
  public static final double QUERY_ERRORS_MAX = 0.01;

  /** How old what is queryable may get, in objectives, and at least. */
  public static final int STALLED_OBJECTIVES = 10;

  public static final Duration STALLED_MIN = Duration.ofSeconds(30);

  private static final Duration QUARANTINE_WINDOW = Duration.ofMinutes(10);
  private static final Duration QUERY_WINDOW = Duration.ofMinutes(1);
  private static final int FAILED_RUNS = 3;

  private final String label;
  private final Severity severity;
  private final String title;
  private final String condition;
  private final String whatToDo;
  private final Function<Figures, Optional<String>> rule;

  Alert(
      String label,
      Severity severity,
      String title,
      String condition,
      String whatToDo,
      Function<Figures, Optional<String>> rule) {
    this.label = label;
    this.severity = severity;
    this.title = title;
    this.condition = condition;
    this.whatToDo = whatToDo;
    this.rule = rule;
  }

  /** The name, such as {@code FreshnessSloMissed}; stable. */
  public String label() {
    return label;
  }

  public Severity severity() {
    return severity;
  }

  /** What is the matter, in a few words. */
  public String title() {
    return title;
  }

  /** When it fires, in a sentence. */
  public String condition() {
    return condition;
  }

  /** What somebody who sees it should do first. */
  public String whatToDo() {
    return whatToDo;
  }

  /** Where there is more to read, from the root of the repository. */
  public String runbook() {
    return "ops/runbooks/" + label + ".md";
  }

  /** The figures behind it if it fires; empty if all is well. */
  Optional<String> firing(Figures figures) {
    return rule.apply(figures);
  }

  private static boolean is(Figures figures, String state) {
    return figures.status().state().equals(state);
  }

  private static Optional<String> when(boolean fires, String detail, Object... values) {
    return fires ? Optional.of(String.format(Locale.ROOT, detail, values)) : Optional.empty();
  }

  private static Optional<String> freshnessStalled(Figures figures) {
    double limit =
        Math.max(STALLED_MIN.toMillis(), (double) STALLED_OBJECTIVES * figures.slo().toMillis());
    double lag = figures.newest().map(sample -> sample.value(Series.LAG).orElse(0)).orElse(0.0);
    return when(
        figures.running() && lag > limit,
        "What landed up to %.0f s ago is queryable, nothing newer.",
        lag / 1e3);
  }

  private static Optional<String> sloMissed(Figures figures) {
    HomeStatus.Landed landed = figures.status().freshness();
    double slo = figures.slo().toNanos() / 1e6;
    return when(
        figures.running() && landed.p95Ms() != null && landed.p95Ms() > slo,
        "p95 is %.2f s, the objective %.2f s.",
        landed.p95Ms() == null ? 0 : landed.p95Ms() / 1e3,
        slo / 1e3);
  }

  private static Optional<String> backlogGrowing(Figures figures) {
    CatchUp.State state = figures.catchUp().state();
    return when(
        state == CatchUp.State.FALLING_BEHIND || state == CatchUp.State.STALLED,
        state == CatchUp.State.STALLED
            ? "%,d files wait, and none was worked off."
            : "%,d files wait, and they do not get fewer.",
        figures.status().backlog().files());
  }

  private static Optional<String> quarantineGrowing(Figures figures) {
    double grown = figures.growth(Series.QUARANTINED_ROWS, QUARANTINE_WINDOW);
    return when(grown > 0, "%,.0f more in the last ten minutes.", grown);
  }

  private static Optional<String> tailTooLong(Figures figures) {
    HomeStatus.Table table = figures.status().table();
    return when(
        table != null && table.indexType() != null && table.unindexedRows() > TAIL_ROWS_MAX,
        "%,d rows are scanned by every search.",
        table == null ? 0 : table.unindexedRows());
  }

  private static Optional<String> optimizeDown(Figures figures) {
    MaintenanceStatus maintenance = figures.status().maintenance();
    return when(
        figures.running()
            && figures.maintained()
            && maintenance != null
            && maintenance.pid() == null,
        "It is %s%s.",
        maintenance == null ? "" : maintenance.state(),
        maintenance == null || maintenance.doing() == null ? "" : ": " + maintenance.doing());
  }

  private static Optional<String> optimizeFailing(Figures figures) {
    MaintenanceStatus maintenance = figures.status().maintenance();
    if (maintenance == null || maintenance.lastRuns().size() < FAILED_RUNS) {
      return Optional.empty();
    }
    boolean failing =
        maintenance.lastRuns().stream()
            .limit(FAILED_RUNS)
            .allMatch(run -> run.result().equals("failed") || run.result().equals("abandoned"));
    return when(failing, "The newest is %s.", maintenance.lastRuns().get(0).step());
  }

  private static Optional<String> recallLow(Figures figures) {
    MaintenanceStatus maintenance = figures.status().maintenance();
    Double recall = maintenance == null ? null : maintenance.recall();
    return when(recall != null && recall < RECALL_MIN, "It is %.3f.", recall);
  }

  private static Optional<String> queryErrors(Figures figures) {
    double failed = figures.growth(Series.QUERIES_FAILED, QUERY_WINDOW);
    double all = failed + figures.growth(Series.QUERIES_ANSWERED, QUERY_WINDOW);
    return when(failed > QUERY_ERRORS_MAX * all, "%,.0f of %,.0f in the last minute.", failed, all);
  }

  private static Optional<String> queriesShed(Figures figures) {
    double shed = figures.growth(Series.QUERIES_SHED, QUERY_WINDOW);
    return when(shed > 0, "%,.0f in the last minute.", shed);
  }
}
