package dev.freshet.pipeline.admission;

import java.util.List;

/**
 * What embedding a number of texts took, again and again.
 *
 * @param texts embedded by one call
 * @param tokens they have together
 * @param medianMs time of the median call
 * @param fastestMs time of the fastest
 * @param slowestMs time of the slowest
 * @param repeats calls that were measured
 */
public record SizeTiming(
    int texts, long tokens, double medianMs, double fastestMs, double slowestMs, int repeats) {

  static SizeTiming of(int texts, long tokens, List<Double> seconds) {
    List<Double> sorted = seconds.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new SizeTiming(
        texts,
        tokens,
        1e3 * median,
        1e3 * sorted.get(0),
        1e3 * sorted.get(sorted.size() - 1),
        sorted.size());
  }
}
