package dev.freshet.pipeline.metrics;

import dev.freshet.home.metric.PipelineMetric;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Equations between the meters of one process that hold whenever no batch is under way. Tests check
 * them; {@code docs/metrics.md} lists them with their alerts.
 */
@SuppressWarnings("ImmutableEnumChecker") // The lists are unmodifiable.
public enum CounterEquation {
  EVERY_LINE_IS_SILVER_OR_QUARANTINED(
      PipelineMetric.BRONZE_ROWS,
      Relation.EQUALS,
      List.of(PipelineMetric.SILVER_ROWS, PipelineMetric.QUARANTINED_ROWS),
      "Lines get lost between the layers. Stop the pipeline, run `freshet verify`, report the"
          + " defect; Bronze has every line."),
  EVERY_EVENT_IS_DECIDED(
      List.of(PipelineMetric.SILVER_ROWS, PipelineMetric.RENAMED_RECORDS),
      Relation.AT_LEAST,
      List.of(PipelineMetric.GOLD_ROWS, PipelineMetric.STALE_EVENTS),
      "An event counts twice. The surplus of the left side is control events, which change no"
          + " record; a missing one is a defect: run `freshet verify` and report it."),
  EVERY_RECORD_WITHOUT_CHUNKS_IS_EXPLAINED(
      PipelineMetric.GOLD_ROWS,
      Relation.AT_LEAST,
      List.of(PipelineMetric.REFUSED_RECORDS, PipelineMetric.EMPTY_DOCUMENTS),
      "More records are left out than were accepted: a defect, report it."),
  EVERY_CHUNK_HAS_A_VECTOR_OR_A_REASON(
      PipelineMetric.CHUNKS_CUT,
      Relation.EQUALS,
      List.of(
          PipelineMetric.CHUNKS_EMBEDDED,
          PipelineMetric.CHUNKS_CACHED,
          PipelineMetric.CHUNKS_REPEATED,
          PipelineMetric.CHUNKS_REJECTED),
      "The ratio of cached to embedded chunks cannot be trusted: a defect, report it."),
  NO_ROW_WITHOUT_A_CHUNK(
      PipelineMetric.CHUNKS_CUT,
      Relation.AT_LEAST,
      List.of(PipelineMetric.CHUNKS),
      "Rows were written that no record was cut into: run `freshet verify` and report it. The"
          + " surplus of the left side is chunks of refused records."),
  EVERY_BATCH_IS_TIMED(
      PipelineMetric.BATCHES,
      Relation.EQUALS,
      List.of(PipelineMetric.BATCH_COMMIT),
      "Timings do not describe all batches: do not trust the percentiles, report the defect."),
  EVERY_FILE_HAS_A_FRESHNESS(
      PipelineMetric.FILES,
      Relation.EQUALS,
      List.of(PipelineMetric.LANDED_TO_QUERYABLE),
      "Freshness does not describe all files: do not trust the percentiles, report the defect.");

  /** How the two sides compare. */
  enum Relation {
    EQUALS("="),
    AT_LEAST("≥");

    private final String sign;

    Relation(String sign) {
      this.sign = sign;
    }

    boolean holds(long left, long right) {
      return this == EQUALS ? left == right : left >= right;
    }
  }

  private final List<PipelineMetric> left;
  private final Relation relation;
  private final List<PipelineMetric> right;
  private final String whenBroken;

  CounterEquation(
      PipelineMetric left, Relation relation, List<PipelineMetric> right, String whenBroken) {
    this(List.of(left), relation, right, whenBroken);
  }

  CounterEquation(
      List<PipelineMetric> left, Relation relation, List<PipelineMetric> right, String whenBroken) {
    this.left = left;
    this.relation = relation;
    this.right = right;
    this.whenBroken = whenBroken;
  }

  /** The equations that do not hold, with the values of both sides. */
  public static List<String> broken(PipelineMetrics metrics) {
    return Arrays.stream(values())
        .filter(each -> !each.relation.holds(sum(metrics, each.left), sum(metrics, each.right)))
        .map(
            each ->
                each
                    + ": "
                    + sum(metrics, each.left)
                    + " "
                    + each.relation.sign
                    + " "
                    + each.right.stream().map(right -> value(metrics, right)).toList())
        .toList();
  }

  private static long sum(PipelineMetrics metrics, List<PipelineMetric> side) {
    return side.stream().mapToLong(each -> value(metrics, each)).sum();
  }

  private static long value(PipelineMetrics metrics, PipelineMetric metric) {
    return switch (metric.kind()) {
      case COUNTER -> metrics.total(metric);
      case TIMER -> metrics.percentiles(metric).samples();
      case GAUGE -> throw new IllegalArgumentException(metric + " counts nothing");
    };
  }

  String row() {
    return "| %s %s %s | %s |\n".formatted(names(left), relation.sign, names(right), whenBroken);
  }

  private static String names(List<PipelineMetric> side) {
    return side.stream().map(CounterEquation::name).collect(Collectors.joining(" + "));
  }

  private static String name(PipelineMetric metric) {
    String name = "`" + metric.meterName() + "`";
    return metric.kind() == PipelineMetric.Kind.TIMER ? "samples of " + name : name;
  }
}
