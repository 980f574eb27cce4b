package dev.freshet.bench;

import java.util.Collection;

/** The middle of some figures. */
public final class Median {

  private Median() {}

  /**
   * @param values at least one; the upper of the two in the middle if their number is even
   */
  public static double of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("Cannot take the median of nothing");
    }
    return sorted[sorted.length / 2];
  }
}
