package dev.freshet.server.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.NamingConvention;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a meter is called in Prometheus: dots are underscores; {@code _seconds} or {@code _bytes} is
 * appended where that is the unit, and {@code _total} to a counter. Other units are in the name or
 * plain, and are not appended.
 */
public final class PrometheusNames implements NamingConvention {

  private static final Set<String> SUFFIXED = Set.of("seconds", "bytes");

  @Override
  public String name(String name, Meter.Type type, @Nullable String baseUnit) {
    boolean timer = type == Meter.Type.TIMER || type == Meter.Type.LONG_TASK_TIMER;
    String unit = timer ? "seconds" : baseUnit;
    StringBuilder told = new StringBuilder(name.replace('.', '_').replace('-', '_'));
    if (unit != null && SUFFIXED.contains(unit)) {
      told.append('_').append(unit);
    }
    if (type == Meter.Type.COUNTER) {
      told.append("_total");
    }
    return told.toString();
  }

  @Override
  public String tagKey(String key) {
    return key.replace('.', '_');
  }
}
