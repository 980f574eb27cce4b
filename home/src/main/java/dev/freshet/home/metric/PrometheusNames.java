package dev.freshet.home.metric;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.NamingConvention;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names of meters in Prometheus: dots become underscores; {@code _seconds} or {@code _bytes} is
 * appended if that is the unit and the name does not end with it, and {@code _total} for a counter.
 * Other units are part of the name or obvious and are not appended. Thread-safe.
 */
public final class PrometheusNames implements NamingConvention {

  private static final Set<String> SUFFIXED = Set.of("seconds", "bytes");

  /** The name for the library of Prometheus, which appends {@code _total} itself. */
  @Override
  public String name(String name, Meter.Type type, @Nullable String baseUnit) {
    boolean timer = type == Meter.Type.TIMER || type == Meter.Type.LONG_TASK_TIMER;
    String unit = timer ? "seconds" : baseUnit;
    String plain = name.replace('.', '_').replace('-', '_');
    return unit == null || !SUFFIXED.contains(unit) || plain.endsWith("_" + unit)
        ? plain
        : plain + "_" + unit;
  }

  /** The name of a metric as it is scraped. */
  public static String scraped(Metric metric) {
    Meter.Type type = Meter.Type.valueOf(metric.kind().name());
    String name = new PrometheusNames().name(metric.meterName(), type, metric.unit());
    return type == Meter.Type.COUNTER ? name + "_total" : name;
  }

  @Override
  public String tagKey(String key) {
    return key.replace('.', '_');
  }
}
