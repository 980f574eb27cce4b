package dev.freshet.maintenance.policy;

import java.util.List;

/**
 * Chooses what to merge so that every row is merged only a logarithmic number of times: the newest
 * pieces, and older ones as long as they are not much larger than the newer ones together
 * (size-tiered merging, as in log-structured merge trees; O'Neil et al. 1996).
 */
final class SizeTiers {

  /** Fewer pieces than this are not worth a merge of their own. */
  static final int FAN_IN = 4;

  /** How many times as large as all newer pieces together the next older piece may be. */
  private static final double SLACK = 1.5;

  private SizeTiers() {}

  /**
   * How many of the newest pieces to merge.
   *
   * @param sizes oldest first
   * @param totalMax most rows they may have together
   * @return 0 if fewer than {@link #FAN_IN} fit
   */
  static int newest(List<Long> sizes, long totalMax) {
    int pieces = fitting(sizes, totalMax, SLACK);
    return pieces < FAN_IN ? 0 : pieces;
  }

  /**
   * How many of the newest pieces fit together, whatever their sizes.
   *
   * @return 0 if fewer than two fit
   */
  static int newestOfAnySize(List<Long> sizes, long totalMax) {
    int pieces = fitting(sizes, totalMax, Double.POSITIVE_INFINITY);
    return pieces < 2 ? 0 : pieces;
  }

  private static int fitting(List<Long> sizes, long totalMax, double slack) {
    int pieces = 0;
    long total = 0;
    for (int i = sizes.size() - 1; i >= 0; i--) {
      long size = sizes.get(i);
      if (total + size > totalMax || (pieces > 0 && size > slack * Math.max(1, total))) {
        break;
      }
      total += size;
      pieces++;
    }
    return pieces;
  }
}
