package dev.freshet.server.dashboard;

import dev.freshet.home.report.HomeStatus;
import dev.freshet.home.report.MaintenanceStatus;
import dev.freshet.server.canary.CanaryFigures;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The alerts of the dashboard. The alert rules for Prometheus are the same list; labels are stable,
 * and each has a page in {@code ops/runbooks}.
 */
public enum Alert {
  PIPELINE_FAILED(
      "PipelineFailed",
      Severity.CRITICAL,
      "The pipeline gave up",
      "The pipeline ended with an error that a retry does not fix.",
      "Read the error in its log, fix the cause and start `freshet run` again: it continues where it stopped.",
      figures -> when(is(figures, "failed"), "Its last state is failed.")),
  PIPELINE_DOWN(
      "PipelineDown",
      Severity.CRITICAL,
      "No pipeline runs",
      "The pipeline ran before, and no process runs it now.",
      "Start `freshet run`. If it was killed, the log of the operating system says why.",
      figures ->
          when(
              is(figures, "killed") || is(figures, "stopped"),
              is(figures, "killed") ? "Its process was killed or crashed." : "It was stopped.")),
  PIPELINE_RETRYING(
      "PipelineRetrying",
      Severity.WARNING,
      "The pipeline retries a batch",
      "The newest batch failed and is being retried.",
      "Storage or the embedding service does not answer: read the warnings in the pipeline's log.",
      figures -> when(is(figures, "retrying"), "No new data becomes queryable until it succeeds.")),
  TABLE_MISSING(
      "TableMissing",
      Severity.CRITICAL,
      "The vector table is gone",
      "The pipeline has live records, and the vector table cannot be found.",
      "Check the vectors directory of the home and its storage. `freshet run` writes a lost table again.",
      figures ->
          when(
              figures.status().table() == null && figures.status().records() > 0,
              "%,d records are known.",
              figures.status().records())),
  FRESHNESS_STALLED(
      "FreshnessStalled",
      Severity.CRITICAL,
      "New data does not become queryable",
      "A pipeline runs, and data that landed more than 30 s and more than ten times slo.freshness.p95 ago is not queryable.",
      "Look at the backlog: if it grows, the pipeline is too slow; if it does not, read the pipeline's log.",
      Alert::freshnessStalled),
  CANARY_LATE(
      "CanaryLate",
      Severity.CRITICAL,
      "The canary is not found",
      "A canary record landed more than 30 s and more than ten times slo.freshness.p95 ago, and no search finds it.",
      "Look at the other alerts first; if there is none, land a file and search for it.",
      Alert::canaryLate),
  CANARY_BLOCKED(
      "CanaryBlocked",
      Severity.WARNING,
      "No canary can be landed",
      "The search server cannot write its canary record, so nothing measures the way from landing to search.",
      "Let the search server write the landing zone, or leave serve.canary out.",
      figures -> figures.canary().map(CanaryFigures::problem).map(String::valueOf)),
  FRESHNESS_SLO_MISSED(
      "FreshnessSloMissed",
      Severity.WARNING,
      "Freshness misses its objective",
      "The p95 from landing to queryable over five minutes is above slo.freshness.p95.",
      "The latency budget shows which stage takes the time; `freshet profile` measures what this machine can reach.",
      Alert::sloMissed),
  BACKLOG_GROWING(
      "BacklogGrowing",
      Severity.WARNING,
      "The backlog does not shrink",
      "More files wait than one batch takes and they do not become fewer, or files wait and none is processed.",
      "Give the pipeline more cores or a faster model, or add executors (docs/cluster.md).",
      Alert::backlogGrowing),
  QUARANTINE_GROWING(
      "QuarantineGrowing",
      Severity.WARNING,
      "Lines go to quarantine",
      "Lines were quarantined within the last ten minutes.",
      "Read the reasons below and fix the source. Nothing is lost: the lines are in the quarantine table.",
      Alert::quarantineGrowing),
  STALE_EVENTS_DOMINATE(
      "StaleEventsDominate",
      Severity.WARNING,
      "Almost all events are stale",
      "Within the last ten minutes more than 100 events changed nothing, and for each event that counted more than nine did not.",
      "The source may have gone backwards: a new cluster, a restored backup, or another unit of the version. Compare a landed version with what a search shows.",
      Alert::staleEventsDominate),
  SOURCE_WENT_BACKWARDS(
      "SourceWentBackwards",
      Severity.WARNING,
      "The source went backwards",
      "Within the last ten minutes events had no effect that the source committed later than what is known, or whose version is of a smaller unit.",
      "The source began again: a new cluster, a restored backup, or another unit of the version. Raise source.epoch by one and land the tables again.",
      Alert::sourceWentBackwards),
  TAIL_TOO_LONG(
      "TailTooLong",
      Severity.WARNING,
      "Searches scan too many rows",
      "There is an index, and it does not cover more than 25,000 rows.",
      "Check that maintenance runs and its steps succeed; `freshet optimize --explain` lists the steps that are due.",
      Alert::tailTooLong),
  OPTIMIZE_DOWN(
      "OptimizeDown",
      Severity.WARNING,
      "No process maintains the table",
      "The pipeline runs with optimize.mode process, and the process that maintains its table does not run.",
      "Read optimize.log in the home. The pipeline starts the process again; searches get slower until then.",
      Alert::optimizeDown),
  OPTIMIZE_FAILING(
      "OptimizeFailing",
      Severity.WARNING,
      "Steps of maintenance fail",
      "The three newest steps of maintenance failed, or their process ended during the step.",
      "Read the error below. FRESHET_OPTIMIZE_JAVA_OPTS gives the process more memory.",
      Alert::optimizeFailing),
  RECALL_LOW(
      "RecallLow",
      Severity.WARNING,
      "The index misses neighbours",
      "A sample finds less than 0.9 of the true nearest neighbours through the index.",
      "`freshet optimize` tunes the search or trains the index again; check that it runs.",
      Alert::recallLow),
  QUERY_ERRORS(
      "QueryErrors",
      Severity.CRITICAL,
      "Searches fail",
      "More than 1 of 100 searches within the last minute ended in an error of the server.",
      "Read the server's log; check that storage answers and that the server uses the model of the table.",
      Alert::queryErrors),
  QUERIES_SHED(
      "QueriesShed",
      Severity.WARNING,
      "Searches are refused",
      "Searches were refused with 429 or 503 within the last minute because too many waited.",
      "Send fewer at once, obey Retry-After, or give the server more cores.",
      Alert::queriesShed);

  /** How many rows without index cost a search about as much as the index does. */
  private static final long TAIL_ROWS_MAX = 25_000;

  /** Below this share of the true neighbours people notice missing hits. */
  private static final double RECALL_MIN = 0.9;

  /** The share of searches that may fail. */
  private static final double QUERY_ERRORS_MAX = 0.01;

  /** The largest lag, in multiples of the objective. */
  private static final int STALLED_OBJECTIVES = 10;

  /** The lag that is always allowed. */
  private static final Duration STALLED_MIN = Duration.ofSeconds(30);

  private static final Duration QUARANTINE_WINDOW = Duration.ofMinutes(10);
  private static final Duration STALE_WINDOW = Duration.ofMinutes(10);

  /** Fewer stale events are late duplicates. */
  private static final int STALE_EVENTS_MIN = 100;

  /** Records that change often within a batch have many stale events for one that counts. */
  private static final int STALE_PER_ACCEPTED = 9;

  private static final Duration QUERY_WINDOW = Duration.ofMinutes(1);
  private static final int FAILED_RUNS = 3;

  private final String label;
  private final Severity severity;
  private final String title;
  private final String condition;
  private final String whatToDo;
  private final Function<AlertFigures, Optional<String>> rule;

  Alert(
      String label,
      Severity severity,
      String title,
      String condition,
      String whatToDo,
      Function<AlertFigures, Optional<String>> rule) {
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

  /** How soon it needs attention. */
  Severity severity() {
    return severity;
  }

  /** What is wrong, in a few words. */
  String title() {
    return title;
  }

  /** When it fires, as a sentence. */
  String condition() {
    return condition;
  }

  /** What to do first. */
  String whatToDo() {
    return whatToDo;
  }

  /** The path of its runbook, from the root of the repository. */
  String runbook() {
    return "ops/runbooks/" + label + ".md";
  }

  /** The figures that make it fire; empty if it does not fire. */
  Optional<String> firing(AlertFigures figures) {
    return rule.apply(figures);
  }

  private static boolean is(AlertFigures figures, String state) {
    return figures.status().state().equals(state);
  }

  private static Optional<String> when(boolean fires, String detail, Object... values) {
    return fires ? Optional.of(String.format(Locale.ROOT, detail, values)) : Optional.empty();
  }

  private static Optional<String> freshnessStalled(AlertFigures figures) {
    double limit =
        Math.max(STALLED_MIN.toMillis(), (double) STALLED_OBJECTIVES * figures.slo().toMillis());
    double lag = figures.newest().map(point -> point.value(Series.LAG).orElse(0)).orElse(0.0);
    return when(
        figures.running() && lag > limit,
        "Data that landed within the last %.0f s is not queryable.",
        lag / 1e3);
  }

  private static Optional<String> canaryLate(AlertFigures figures) {
    double limit =
        Math.max(STALLED_MIN.toMillis(), (double) STALLED_OBJECTIVES * figures.slo().toMillis());
    double pending = figures.canary().map(CanaryFigures::pendingMs).orElse(0.0);
    return when(pending > limit, "It landed %.0f s ago.", pending / 1e3);
  }

  private static Optional<String> sloMissed(AlertFigures figures) {
    HomeStatus.Landed landed = figures.status().freshness();
    double slo = figures.slo().toNanos() / 1e6;
    return when(
        figures.running() && landed.p95Ms() != null && landed.p95Ms() > slo,
        "p95 is %.2f s, the objective %.2f s.",
        landed.p95Ms() == null ? 0 : landed.p95Ms() / 1e3,
        slo / 1e3);
  }

  private static Optional<String> backlogGrowing(AlertFigures figures) {
    CatchUp.State state = figures.catchUp().state();
    return when(
        state == CatchUp.State.FALLING_BEHIND || state == CatchUp.State.STALLED,
        state == CatchUp.State.STALLED
            ? "%,d files wait, and none was processed."
            : "%,d files wait, and they do not become fewer.",
        figures.status().backlog().files());
  }

  private static Optional<String> quarantineGrowing(AlertFigures figures) {
    double grown = figures.growth(Series.QUARANTINED_ROWS, QUARANTINE_WINDOW);
    return when(grown > 0, "%,.0f more in the last ten minutes.", grown);
  }

  private static Optional<String> staleEventsDominate(AlertFigures figures) {
    double stale = figures.growth(Series.STALE_EVENTS, STALE_WINDOW);
    double accepted = figures.growth(Series.ACCEPTED_CHANGES, STALE_WINDOW);
    return when(
        stale > STALE_EVENTS_MIN && stale > STALE_PER_ACCEPTED * accepted,
        "%,.0f were stale, %,.0f counted.",
        stale,
        accepted);
  }

  private static Optional<String> sourceWentBackwards(AlertFigures figures) {
    double backwards = figures.growth(Series.BACKWARDS_EVENTS, STALE_WINDOW);
    return when(backwards > 0, "%,.0f in the last ten minutes.", backwards);
  }

  private static Optional<String> tailTooLong(AlertFigures figures) {
    HomeStatus.Table table = figures.status().table();
    return when(
        table != null && table.indexType() != null && table.unindexedRows() > TAIL_ROWS_MAX,
        "%,d rows are scanned by every search.",
        table == null ? 0 : table.unindexedRows());
  }

  private static Optional<String> optimizeDown(AlertFigures figures) {
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

  private static Optional<String> optimizeFailing(AlertFigures figures) {
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

  private static Optional<String> recallLow(AlertFigures figures) {
    MaintenanceStatus maintenance = figures.status().maintenance();
    Double recall = maintenance == null ? null : maintenance.recall();
    return when(recall != null && recall < RECALL_MIN, "It is %.3f.", recall);
  }

  private static Optional<String> queryErrors(AlertFigures figures) {
    double failed = figures.growth(Series.QUERIES_FAILED, QUERY_WINDOW);
    double all = failed + figures.growth(Series.QUERIES_ANSWERED, QUERY_WINDOW);
    return when(failed > QUERY_ERRORS_MAX * all, "%,.0f of %,.0f in the last minute.", failed, all);
  }

  private static Optional<String> queriesShed(AlertFigures figures) {
    double shed = figures.growth(Series.QUERIES_SHED, QUERY_WINDOW);
    return when(shed > 0, "%,.0f in the last minute.", shed);
  }
}
