package dev.freshet.home.metric;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A table of the page docs/metrics.md. Other modules get it in this module's jar of tests. */
public final class MetricTable {

  private MetricTable() {}

  /** The table of a catalogue, named as Micrometer names meters. */
  public static String of(Metric... catalogue) {
    return "| name | type | unit | meaning |\n|---|---|---|---|\n"
        + rows(
            List.of(catalogue),
            metric -> List.of(code(metric.meterName()), type(metric), metric.unit(), metric.doc()));
  }

  /** As {@link #of}, with the names in Prometheus. */
  public static String withPrometheus(List<? extends Metric> catalogue) {
    return "| name | in Prometheus | type | unit | meaning |\n|---|---|---|---|---|\n"
        + rows(
            catalogue,
            metric ->
                List.of(
                    code(metric.meterName()),
                    code(PrometheusNames.scraped(metric)),
                    type(metric),
                    metric.unit(),
                    metric.doc()));
  }

  private static String rows(
      List<? extends Metric> catalogue, Function<Metric, List<String>> cells) {
    return catalogue.stream()
        .map(metric -> "| " + String.join(" | ", cells.apply(metric)) + " |\n")
        .collect(Collectors.joining());
  }

  private static String type(Metric metric) {
    return metric.kind().name().toLowerCase(Locale.ROOT);
  }

  private static String code(String name) {
    return "`" + name + "`";
  }
}
