package dev.freshet.bench;

import java.util.Arrays;
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
public record Sample(int count, double p50Ms, double p95Ms, double p99Ms, double maxMs) {

  /**
   * @param millis at least one
   */
  public static Sample of(Collection<Double> millis) {
    double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("Cannot take percentiles of nothing");
    }
    return new Sample(
        sorted.length,
        rank(sorted, 50),
        rank(sorted, 95),
        rank(sorted, 99),
        Arrays.stream(sorted).max().orElseThrow());
  }

  private static double rank(double[] sorted, int percent) {
    return sorted[(int) Math.ceil(sorted.length * percent / 100.0) - 1];
  }
}
