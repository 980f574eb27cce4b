package dev.freshet.bench.rig;

import dev.freshet.core.Quantile;
import java.util.Collection;

/**
 * Percentiles of some durations, by nearest rank.
 *
 * @param count of durations
 * @param p50Ms half are not longer
 * @param p95Ms 95 of 100 are not longer
 * @param p99Ms 99 of 100 are not longer
 * @param maxMs the longest
 */
public record LatencySample(int count, double p50Ms, double p95Ms, double p99Ms, double maxMs) {

  /**
   * The percentiles of durations.
   *
   * @param millis at least one
   */
  public static LatencySample of(Collection<Double> millis) {
    return new LatencySample(
        millis.size(),
        Quantile.nearestRank(millis, 0.5),
        Quantile.nearestRank(millis, 0.95),
        Quantile.nearestRank(millis, 0.99),
        Quantile.nearestRank(millis, 1));
  }
}
