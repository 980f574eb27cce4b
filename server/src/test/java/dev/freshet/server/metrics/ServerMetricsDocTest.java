package dev.freshet.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.GeneratedDoc;
import dev.freshet.home.metric.PipelineMetric.Kind;
import io.micrometer.core.instrument.Meter;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ServerMetricsDocTest {

  private static final String SERVER =
      """

      ## Server

      What the process that searches measures of itself. Counters and timers start at zero with it. Timers
      are histograms: `_bucket`, `_count` and `_sum`.

      | name | in Prometheus | type | unit | meaning |
      |---|---|---|---|---|
      """;

  private static final String HOME =
      """

      ## Home

      Put together by the server from what the other processes say in `status.json` and `optimize.json`; not
      a number while nobody has said it.

      | name | in Prometheus | type | unit | meaning |
      |---|---|---|---|---|
      """;

  private static final String NAMES =
      """

      ## In Prometheus

      Dots are underscores; `_seconds` or `_bytes` follows where that is the unit and not the end already, and `_total`
      where it is a counter: `freshet.source.bytes` is `freshet_source_bytes_total`. No label is added but those named on this page.

      - A timer of the **pipeline** is known by its percentiles: `freshet_batch_commit_seconds{percentile="95"}` is a
        gauge, and `freshet_batch_commit_samples_total` counts what it is made of.
      - Counters of the **pipeline** start at zero with each `freshet run`, those of the **server** with each process
        that searches, those of **maintenance** never.
      - `jvm_*` and `process_*` are of the process that searches.
      """;

  @Test
  void partOfThePageIsCurrent() throws IOException {
    GeneratedDoc.checkPart("metrics.md", part());
  }

  @Test
  void namesFitEveryMonitoringSystem() {
    assertThat(
            Stream.concat(
                Arrays.stream(ServerMetric.values()).map(ServerMetric::meterName),
                Arrays.stream(HomeMetric.values()).map(HomeMetric::meterName)))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("freshet(\\.[a-z]+)+"));
  }

  private static String part() {
    return SERVER
        + Arrays.stream(ServerMetric.values())
            .map(metric -> row(metric.meterName(), metric.kind(), metric.unit(), metric.doc()))
            .collect(Collectors.joining())
        + HOME
        + Arrays.stream(HomeMetric.values())
            .map(metric -> row(metric.meterName(), Kind.GAUGE, metric.unit(), metric.doc()))
            .collect(Collectors.joining())
        + row(HomeMeters.STATE, Kind.GAUGE, "flag", HomeMeters.STATE_DOC)
        + NAMES;
  }

  private static String row(String name, Kind kind, String unit, String doc) {
    String prometheus = PrometheusNames.scraped(name, Meter.Type.valueOf(kind.name()), unit);
    return "| `%s` | `%s` | %s | %s | %s |\n"
        .formatted(name, prometheus, kind.name().toLowerCase(Locale.ROOT), unit, doc);
  }
}
