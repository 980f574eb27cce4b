package dev.freshet.pipeline.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.GeneratedDoc;
import dev.freshet.core.maintenance.StepKind;
import dev.freshet.home.metric.PipelineMetric;
import dev.freshet.home.metric.PipelineMetric.Kind;
import dev.freshet.home.metric.StepMetric;
import dev.freshet.home.metric.TableMetric;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricsDocTest {

  private static final String INTRODUCTION =
      """
      ## Pipeline

      What a pipeline process measures of itself, from its first batch on. Counters start at zero with the
      process and count completed batches: a batch that failed and is repeated counts once, and one that
      was found in the vector table after a crash counts as skipped only. Timers report p50, p95 and p99
      of the last five minutes, so that a catch-up does not colour them for ever. Counters below
      `freshet.embed.service` count what is sent, failed batches included. Names are stable.

      A file lands when it is modified for the last time; it is queryable when a search that begins now
      finds its records. A file from a clock that runs ahead counts as fresh at once.

      | name | type | unit | meaning |
      |---|---|---|---|
      """;

  private static final String MAINTENANCE =
      """

      ## Maintenance

      Read from the report of the optimize process, so that any process of the home can publish them.
      Counters go on where an optimize process before ended. A gauge of the table is not a number until
      it was looked at.

      | name | type | unit | meaning |
      |---|---|---|---|
      """;

  private static final String STEPS =
      """

      With the tag `step`, one of %s:

      | name | type | unit | meaning |
      |---|---|---|---|
      """;

  private static final String EQUATIONS =
      """

      ## Equations

      These hold in every process while no batch is under way. Alert when one is broken for longer than
      a minute: it means a defect in Freshet, not a failure of something around it. The tables are the
      truth; `freshet verify` compares them line by line and chunk by chunk.

      | equation | when it is broken |
      |---|---|
      """;

  @Test
  void pageIsCurrent() throws IOException {
    GeneratedDoc.checkPart("metrics.md", "\n" + page() + "\n");
  }

  @Test
  void namesAreSingleAndFitEveryMonitoringSystem() {
    assertThat(
            Stream.of(
                    Arrays.stream(PipelineMetric.values()).map(PipelineMetric::meterName),
                    Arrays.stream(TableMetric.values()).map(TableMetric::meterName),
                    Arrays.stream(StepMetric.values()).map(StepMetric::meterName))
                .flatMap(names -> names))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("freshet(\\.[a-z]+)+"));
    assertThat(PipelineMetric.values())
        .allSatisfy(metric -> assertThat(metric.doc()).endsWith("."))
        .filteredOn(metric -> metric.kind() == PipelineMetric.Kind.TIMER)
        .allSatisfy(metric -> assertThat(metric.unit()).isEqualTo("seconds"));
  }

  private static String page() {
    return INTRODUCTION
        + Arrays.stream(PipelineMetric.values())
            .map(MetricsDocTest::row)
            .collect(Collectors.joining())
        + MAINTENANCE
        + Arrays.stream(TableMetric.values())
            .map(metric -> row(metric.meterName(), Kind.GAUGE, metric.unit(), metric.doc()))
            .collect(Collectors.joining())
        + STEPS.formatted(
            Arrays.stream(StepKind.values())
                .map(kind -> "`" + kind.label() + "`")
                .collect(Collectors.joining(", ")))
        + Arrays.stream(StepMetric.values())
            .map(metric -> row(metric.meterName(), metric.kind(), metric.unit(), metric.doc()))
            .collect(Collectors.joining())
        + EQUATIONS
        + Arrays.stream(CounterEquation.values())
            .map(CounterEquation::row)
            .collect(Collectors.joining());
  }

  private static String row(PipelineMetric metric) {
    return row(metric.meterName(), metric.kind(), metric.unit(), metric.doc());
  }

  private static String row(String name, Kind kind, String unit, String doc) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(name, kind.name().toLowerCase(Locale.ROOT), unit, doc);
  }
}
