package dev.freshet.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.GeneratedDoc;
import dev.freshet.home.metric.Metric;
import dev.freshet.home.metric.MetricTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ServerMetricsDocTest {

  private static final String SERVER =
      """

      ## Server

      What the process that searches measures of itself. Counters and timers start at zero with it. Timers
      are histograms: `_bucket`, `_count` and `_sum`.

      """;

  private static final String HOME =
      """

      ## Home

      Made by the server from what the other processes report in `status.json` and `optimize.json`; not
      a number until one has reported.

      `freshet.freshness.window` has the tags `window` (`1m`, `5m`, `15m` or `1h`) and `percentile`;
      `freshet.freshness.term` also has `term`, one of the seven that the page
      [dashboard](dashboard.md) explains.

      `freshet.memory.used` has the tags `process` and `part`. Each process measures itself every five seconds:
      `heap` and its bound `heap_max`; `direct`, the buffers of Java outside the heap; `arrow`, `lance` (caches of indexes and
      metadata) and `rocksdb`, which these libraries hold; `onnx`, an estimate of what the model takes: its graph, and what its
      longest text took, for each call that ran beside others; `resident`, what the process has of the machine's memory, and
      `resident_max`, the most it ever had, on Linux. What `resident` has beyond the others is the JVM's own, and working
      memory of Lance.

      """;

  private static final String NAMES =
      """

      ## In Prometheus

      Dots are underscores; `_seconds` or `_bytes` follows where that is the unit and not the end already, and `_total`
      where it is a counter: `freshet.source.bytes` is `freshet_source_bytes_total`. No label is added but those named on this page.

      - A timer of the **pipeline** is known by its percentiles: `freshet_batch_commit_seconds{percentile="95"}` is a
        gauge of the last five minutes, and `freshet_batch_commit_samples_total` counts what it is made of. The gauge
        is not a number while nothing was measured for five minutes.
      - Counters of the **pipeline** start at zero with each `freshet run`, those of the **server** with each process
        that searches, those of **maintenance** never.
      - `jvm_*` and `process_*` are of the process that searches.
      """;

  @Test
  void partOfThePageIsCurrent() throws IOException {
    GeneratedDoc.checkPart("metrics.md", part());
  }

  @Test
  void noTwoMetricsHaveTheSameName() {
    assertThat(
            Stream.concat(Stream.of(ServerMetric.values()), home().stream()).map(Metric::meterName))
        .doesNotHaveDuplicates();
  }

  private static String part() {
    return SERVER
        + MetricTable.withPrometheus(List.of(ServerMetric.values()))
        + HOME
        + MetricTable.withPrometheus(home())
        + NAMES;
  }

  private static List<Metric> home() {
    List<Metric> home = new ArrayList<>(List.of(HomeMetric.values()));
    home.add(HomeMeters.STATE);
    home.addAll(List.of(FreshnessMetric.values()));
    home.add(MemoryMeters.USED);
    return home;
  }
}
