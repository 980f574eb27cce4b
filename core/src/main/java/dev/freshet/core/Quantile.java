package dev.freshet.core;

import java.util.Collection;

/**
 * Quantiles of a small, complete set of values. Live timers use those of Micrometer instead. Pure.
 */
public final class Quantile {

  private Quantile() {}

  /**
   * The smallest value that at least {@code fraction} of the values do not exceed (nearest rank).
   *
   * @param fraction above 0, at most 1
   * @throws IllegalArgumentException if there are no values or the fraction is out of range
   */
  public static double nearestRank(Collection<? extends Number> values, double fraction) {
    double[] sorted = sorted(values);
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException("Invalid fraction: " + fraction);
    }
    return sorted[(int) Math.ceil(fraction * sorted.length) - 1];
  }

  /**
   * The value in the middle; the mean of the two in the middle if their number is even.
   *
   * @throws IllegalArgumentException if there are no values
   */
  public static double median(Collection<? extends Number> values) {
    double[] sorted = sorted(values);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static double[] sorted(Collection<? extends Number> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("Cannot take a quantile of no values");
    }
    return values.stream().mapToDouble(Number::doubleValue).sorted().toArray();
  }
}
