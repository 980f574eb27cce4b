package dev.freshet.server.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.NamingConvention;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a meter is called in Prometheus: dots are underscores; {@code _seconds} or {@code _bytes} is
 * appended where that is the unit and not the end, and {@code _total} to a counter. Other units are
 * in the name or plain, and are not appended.
 */
public final class PrometheusNames implements NamingConvention {

  private static final Set<String> SUFFIXED = Set.of("seconds", "bytes");

  /** The name for Prometheus' own library, which appends {@code _total} by itself. */
  @Override
  public String name(String name, Meter.Type type, @Nullable String baseUnit) {
    boolean timer = type == Meter.Type.TIMER || type == Meter.Type.LONG_TASK_TIMER;
    String unit = timer ? "seconds" : baseUnit;
    String plain = name.replace('.', '_').replace('-', '_');
    return unit == null || !SUFFIXED.contains(unit) || plain.endsWith("_" + unit)
        ? plain
        : plain + "_" + unit;
  }

  /** The name as it is scraped. */
  static String scraped(String name, Meter.Type type, String baseUnit) {
    String told = new PrometheusNames().name(name, type, baseUnit);
    return type == Meter.Type.COUNTER ? told + "_total" : told;
  }

  @Override
  public String tagKey(String key) {
    return key.replace('.', '_');
  }
}
