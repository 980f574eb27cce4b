package dev.freshet.maintenance.calibration;

import dev.freshet.core.Quantile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a kind of step takes: {@code fixedMillis + millisPerRow · rows}.
 *
 * @param fixedMillis the part that does not depend on rows
 * @param millisPerRow the part for each row that the step reads
 * @param runs how many runs on this host and table it was learnt from; 0 for a default
 * @param last runtime of the newest run; empty without runs
 * @param p95 95 % of the runs took at most this; empty without runs
 */
public record StepCost(
    double fixedMillis,
    double millisPerRow,
    int runs,
    Optional<Duration> last,
    Optional<Duration> p95) {

  /** So many runs replace the default: one or two may have met cold caches. */
  private static final int RUNS_MIN = 3;

  static StepCost ofDefault(double fixedMillis, double millisPerRow) {
    return new StepCost(fixedMillis, millisPerRow, 0, Optional.empty(), Optional.empty());
  }

  /** One run of a step. */
  record Sample(long rows, Duration took) {

    double millis() {
      return took.toNanos() / 1e6;
    }
  }

  /**
   * The cost after these runs, newest last. The fixed part and the part per row are scaled by the
   * same factor: the runs of one table have too similar sizes to tell the parts apart.
   */
  StepCost learnt(List<Sample> samples) {
    if (samples.isEmpty()) {
      return this;
    }
    List<Long> nanos = samples.stream().map(sample -> sample.took().toNanos()).toList();
    Duration newest = samples.get(samples.size() - 1).took();
    Duration slow = Duration.ofNanos((long) Quantile.nearestRank(nanos, 0.95));
    double scale = scale(samples);
    return new StepCost(
        fixedMillis * scale,
        millisPerRow * scale,
        samples.size(),
        Optional.of(newest),
        Optional.of(slow));
  }

  /** How much longer the runs took than this cost says: the upper median over them. */
  private double scale(List<Sample> samples) {
    if (samples.size() < RUNS_MIN) {
      return 1;
    }
    double[] ratios =
        samples.stream()
            .mapToDouble(sample -> sample.millis() / Math.max(1, expectedMillis(sample.rows())))
            .sorted()
            .toArray();
    return Math.max(0.05, ratios[ratios.length / 2]);
  }

  /** As {@link #expected}, in milliseconds. */
  public double expectedMillis(long rows) {
    return fixedMillis + millisPerRow * rows;
  }

  /** What a step over {@code rows} rows likely takes. */
  public Duration expected(long rows) {
    return Duration.ofNanos(Math.round(expectedMillis(rows) * 1e6));
  }

  /** How many rows a step may read to end within {@code time}; 0 if its fixed part takes longer. */
  public long rowsWithin(Duration time) {
    return (long) Math.max(0, (time.toNanos() / 1e6 - fixedMillis) / millisPerRow);
  }
}
