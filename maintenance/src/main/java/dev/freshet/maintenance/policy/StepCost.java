package dev.freshet.maintenance.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a kind of step takes: {@code fixedMillis + millisPerRow · rows}.
 *
 * @param fixedMillis the part that does not depend on rows
 * @param millisPerRow for each row the step reads
 * @param runs runs on this host and table it was learnt from; 0 for a default
 * @param last runtime of the newest; empty without runs
 * @param p95 95 % of them took at most this; empty without runs
 */
public record StepCost(
    double fixedMillis,
    double millisPerRow,
    int runs,
    Optional<Duration> last,
    Optional<Duration> p95) {

  /** Runs from which measured ones replace the default: one or two may be cold. */
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
   * The cost after these runs, newest last. The fixed part and the part per row are scaled alike:
   * runs of one table are too much of a size to tell them apart.
   */
  StepCost learnt(List<Sample> samples) {
    if (samples.isEmpty()) {
      return this;
    }
    List<Duration> sorted = samples.stream().map(Sample::took).sorted().toList();
    Duration newest = samples.get(samples.size() - 1).took();
    Duration slow = sorted.get((int) Math.ceil(0.95 * sorted.size()) - 1);
    double scale = scale(samples);
    return new StepCost(
        fixedMillis * scale,
        millisPerRow * scale,
        samples.size(),
        Optional.of(newest),
        Optional.of(slow));
  }

  /** How much longer the runs took than this cost says, as the median over them. */
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

  double expectedMillis(long rows) {
    return fixedMillis + millisPerRow * rows;
  }

  /** What a step over {@code rows} rows likely takes. */
  public Duration expected(long rows) {
    return Duration.ofNanos(Math.round(expectedMillis(rows) * 1e6));
  }

  /** Most rows a step may read to end within {@code time}; 0 if not even none do. */
  long rowsWithin(Duration time) {
    return (long) Math.max(0, (time.toNanos() / 1e6 - fixedMillis) / millisPerRow);
  }
}
