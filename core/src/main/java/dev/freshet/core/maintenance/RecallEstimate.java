package dev.freshet.core.maintenance;

import java.time.Instant;

/**
 * How many of the true nearest neighbours the index finds, from a sample.
 *
 * @param found neighbours the index found
 * @param expected neighbours an exact scan found, {@code k} per query, at least 1
 * @param k neighbours per query
 * @param at when it was measured
 */
public record RecallEstimate(long found, long expected, int k, Instant at) {

  /** Standard deviations within which the true recall lies with 97.5 % certainty (one-sided). */
  private static final double Z = 1.96;

  public RecallEstimate {
    if (expected < 1 || found < 0 || found > expected) {
      throw new IllegalArgumentException("Invalid recall: %d of %d".formatted(found, expected));
    }
  }

  /** The sample's recall, 0 to 1. */
  public double recall() {
    return (double) found / expected;
  }

  /**
   * The highest recall the table may have with such a sample (upper end of the Wilson score
   * interval, E. B. Wilson 1927), so that a small unlucky sample starts no retraining.
   */
  public double atMost() {
    return Math.min(1, end(1));
  }

  /**
   * The lowest recall the table may have with such a sample; below 1 even if nothing was missed.
   */
  public double atLeast() {
    return Math.max(0, end(-1));
  }

  private double end(int side) {
    double n = expected;
    double p = recall();
    double z2 = Z * Z;
    double centre = p + z2 / (2 * n);
    double spread = Z * Math.sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    return (centre + side * spread) / (1 + z2 / n);
  }
}
