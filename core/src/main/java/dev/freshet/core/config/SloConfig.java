package dev.freshet.core.config;

import dev.freshet.core.config.value.DurationText;
import dev.freshet.core.config.value.Problems;
import java.time.Duration;

/**
 * The objective of a pipeline.
 *
 * @param freshnessP95 time from landing to queryable that 95 of 100 changes stay below, above zero;
 *     default 2 s
 */
public record SloConfig(Duration freshnessP95) {

  public static final Duration DEFAULT_FRESHNESS_P95 = Duration.ofSeconds(2);

  public SloConfig {
    if (freshnessP95.isNegative() || freshnessP95.isZero()) {
      Problems problems = new Problems();
      problems.add(
          "slo.freshness.p95",
          DurationText.print(freshnessP95) + " is not above zero",
          "Set the time from landing to queryable you want to hold, such as 2s.");
      problems.throwIfAny();
    }
  }

  /** The default objective. */
  public static SloConfig defaults() {
    return new SloConfig(DEFAULT_FRESHNESS_P95);
  }
}
