package dev.freshet.home.metric;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/**
 * A metric that Freshet publishes. Every catalogue of metrics is an enum of this type; the page
 * docs/metrics.md is made from them.
 */
public interface Metric {

  /** What sort of meter a metric is. */
  enum Kind {
    COUNTER,
    TIMER,
    GAUGE
  }

  /**
   * Everything users are told about a metric.
   *
   * @param name stable, dotted, lower case
   * @param kind what sort of meter it is
   * @param unit of its values; {@code seconds} for every timer
   * @param doc what it means, as sentences
   */
  record Description(String name, Kind kind, String unit, String doc) {

    private static final Pattern NAME = Pattern.compile("freshet(\\.[a-z]+)+");

    public Description {
      boolean valid =
          NAME.matcher(name).matches()
              && doc.endsWith(".")
              && (kind != Kind.TIMER || unit.equals("seconds"));
      if (!valid) {
        throw new IllegalArgumentException("Invalid metric " + name + " in " + unit + ": " + doc);
      }
    }
  }

  /** Everything users are told about it. */
  Description description();

  /** Name of its meter; Prometheus has another form of it, see {@link PrometheusNames}. */
  default String meterName() {
    return description().name();
  }

  /** What sort of meter it is. */
  default Kind kind() {
    return description().kind();
  }

  /** Unit of its values. */
  default String unit() {
    return description().unit();
  }

  /** What it means. */
  default String doc() {
    return description().doc();
  }

  /**
   * Registers a gauge for it.
   *
   * @param owner kept alive by the gauge
   * @param value asked whenever the gauge is read
   */
  default <T> void registerGauge(
      MeterRegistry registry, Tags tags, T owner, ToDoubleFunction<T> value) {
    Gauge.builder(meterName(), owner, value)
        .description(doc())
        .baseUnit(unit())
        .tags(tags)
        .strongReference(true)
        .register(registry);
  }

  /**
   * Registers a counter for it.
   *
   * @param owner not kept alive by the counter: the caller must do that
   * @param value asked whenever the counter is read; never falls
   */
  default <T> void registerCounter(
      MeterRegistry registry, Tags tags, T owner, ToDoubleFunction<T> value) {
    FunctionCounter.builder(meterName(), owner, value)
        .description(doc())
        .baseUnit(unit())
        .tags(tags)
        .register(registry);
  }
}
