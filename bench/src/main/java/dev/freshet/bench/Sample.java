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
record Sample(int count, long p50Ms, long p95Ms, long p99Ms, long maxMs) {

  /**
   * @param millis at least one
   */
  static Sample of(Collection<Long> millis) {
    long[] sorted = millis.stream().mapToLong(Long::longValue).sorted().toArray();
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

  private static long rank(long[] sorted, int percent) {
    return sorted[(int) Math.ceil(sorted.length * percent / 100.0) - 1];
  }
}
