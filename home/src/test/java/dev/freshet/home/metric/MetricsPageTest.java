package dev.freshet.home.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.GeneratedDoc;
import dev.freshet.core.maintenance.StepKind;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

  private static final String PIPELINE =
      """

      ## Pipeline

      What a pipeline process measures of itself, from its first batch on. Counters start at zero with the
      process and count completed batches: a batch that failed and is repeated counts once, and one that
      was found in the vector table after a crash counts as skipped only. Timers report p50, p95 and p99
      of the last five minutes, so that a catch-up does not distort them for long. Counters below
      `freshet.embed.service` count what is sent, failed batches included. Names are stable.

      A file lands when it is modified for the last time; it is queryable when a search that begins now
      finds its records. A file from a clock that runs ahead counts as fresh at once. The times from layer to
      layer are taken where the commits return; Bronze, Silver and Gold are written while the model embeds.
      [Freshness by window and by term](#home) says where the time goes.

      """;

  private static final String MAINTENANCE =
      """

      ## Maintenance

      Read from the report of the optimize process, so that any process of the home can publish them.
      Counters continue where the optimize process before ended. A gauge of the table is not a number until
      the table was observed.

      """;

  private static final String STEPS =
      """

      With the tag `step`, one of %s:

      """;

  @Test
  void partOfThePageIsCurrent() throws IOException {
    GeneratedDoc.checkPart(
        "metrics.md",
        PIPELINE
            + MetricTable.of(PipelineMetric.values())
            + MAINTENANCE
            + MetricTable.of(TableMetric.values())
            + STEPS.formatted(steps())
            + MetricTable.of(StepMetric.values())
            + "\n");
  }

  @Test
  void noTwoMetricsHaveTheSameName() {
    assertThat(
            Stream.<Metric[]>of(PipelineMetric.values(), TableMetric.values(), StepMetric.values())
                .flatMap(Arrays::stream)
                .map(Metric::meterName))
        .doesNotHaveDuplicates();
  }

  @Test
  void metricOfAnotherShapeIsRefused() {
    assertThatThrownBy(
            () -> new Metric.Description("freshet.Batch", Metric.Kind.COUNTER, "rows", "Rows."))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new Metric.Description("freshet.batch", Metric.Kind.TIMER, "millis", "Time."))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new Metric.Description("freshet.batch", Metric.Kind.GAUGE, "rows", "Rows"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesInPrometheusEndWithTheUnitAndTotal() {
    assertThat(PrometheusNames.scraped(PipelineMetric.SOURCE_BYTES))
        .isEqualTo("freshet_source_bytes_total");
    assertThat(PrometheusNames.scraped(PipelineMetric.BATCH_COMMIT))
        .isEqualTo("freshet_batch_commit_seconds");
    assertThat(PrometheusNames.scraped(StepMetric.RECLAIMED))
        .isEqualTo("freshet_optimize_reclaimed_bytes_total");
    assertThat(PrometheusNames.scraped(TableMetric.TAIL_ROWS)).isEqualTo("freshet_table_tail_rows");
  }

  private static String steps() {
    return Arrays.stream(StepKind.values())
        .map(kind -> "`" + kind.label() + "`")
        .collect(Collectors.joining(", "));
  }
}
