package dev.freshet.core.cost;

import dev.freshet.core.Quantile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code seconds = fixedSeconds + secondsPerUnit * size}, fitted to measurements.
 *
 * @param fixedSeconds time that does not depend on the size, at least 0
 * @param secondsPerUnit what each token or byte adds, above 0
 * @param rSquared share of the variance of the medians, by size, that the line explains, 0 to 1. It
 *     says little where there are only one or two sizes
 * @param samples measurements behind it
 */
public record CostModel(double fixedSeconds, double secondsPerUnit, double rSquared, int samples) {

  /** Below this factor, sizes are too similar for the slope between them to mean anything. */
  private static final double LEAST_SPREAD = 2;

  /** Share of the time of the largest size that noise may hide. */
  private static final double LEAST_RISE = 0.2;

  /**
   * Fits a line: Theil-Sen (Theil 1950, Sen 1968: the median of the slopes between all pairs) over
   * the medians of size classes. The medians stay right when up to half of the measurements of a
   * size are disturbed, and a size that was measured often does not outweigh the others. A class
   * holds the sizes between two powers of two.
   *
   * <p>Where sizes do not differ by a factor of two, the largest alone decides and fixed costs are
   * 0: the estimate is too high for any larger size, never too low. Where the line would fall or
   * hardly rise, it rises by a fifth of the time of the largest size, which noise may hide. Where
   * it would have negative fixed costs, they are 0 and the slope is the median of the cost per
   * unit.
   *
   * @return empty if no measurement has a size and a time above 0
   */
  public static Optional<CostModel> fit(List<Timing> timings) {
    List<Timing> medians = medians(timings);
    if (medians.isEmpty()) {
      return Optional.empty();
    }
    Line line = line(medians);
    return Optional.of(
        new CostModel(line.fixed, line.slope, rSquared(medians, line), timings.size()));
  }

  /** Predicted seconds for {@code size} tokens or bytes. */
  public double seconds(double size) {
    return fixedSeconds + secondsPerUnit * size;
  }

  private record Line(double fixed, double slope) {}

  private static Line line(List<Timing> medians) {
    Timing smallest = medians.get(0);
    Timing largest = medians.get(medians.size() - 1);
    if (largest.size() < LEAST_SPREAD * smallest.size()) {
      return new Line(0, largest.seconds() / largest.size());
    }
    double hidden = LEAST_RISE * largest.seconds() / (largest.size() - smallest.size());
    double steepness = Quantile.median(slopes(medians));
    if (steepness < hidden) {
      return new Line(largest.seconds() - hidden * largest.size(), hidden);
    }
    double fixed =
        Quantile.median(
            medians.stream().map(each -> each.seconds() - steepness * each.size()).toList());
    return fixed >= 0
        ? new Line(fixed, steepness)
        : new Line(
            0,
            Quantile.median(medians.stream().map(each -> each.seconds() / each.size()).toList()));
  }

  private static List<Double> slopes(List<Timing> medians) {
    List<Double> slopes = new ArrayList<>();
    for (int i = 0; i < medians.size(); i++) {
      for (int j = i + 1; j < medians.size(); j++) {
        Timing low = medians.get(i);
        Timing high = medians.get(j);
        slopes.add((high.seconds() - low.seconds()) / (high.size() - low.size()));
      }
    }
    return slopes;
  }

  /** Median size and median time of each size class, by size. */
  private static List<Timing> medians(List<Timing> timings) {
    TreeMap<Integer, List<Timing>> classes = new TreeMap<>();
    for (Timing timing : timings) {
      if (timing.size() > 0 && timing.seconds() > 0) {
        classes
            .computeIfAbsent(Math.getExponent(timing.size()), exponent -> new ArrayList<>())
            .add(timing);
      }
    }
    return classes.values().stream()
        .map(
            each ->
                new Timing(
                    Quantile.median(each.stream().map(Timing::size).toList()),
                    Quantile.median(each.stream().map(Timing::seconds).toList())))
        .toList();
  }

  private static double rSquared(List<Timing> medians, Line line) {
    double mean = medians.stream().mapToDouble(Timing::seconds).average().orElseThrow();
    double unexplained = 0;
    double total = 0;
    for (Timing each : medians) {
      double residual = each.seconds() - line.fixed - line.slope * each.size();
      unexplained += residual * residual;
      total += (each.seconds() - mean) * (each.seconds() - mean);
    }
    return total == 0 ? 1 : Math.max(0, 1 - unexplained / total);
  }
}
