package dev.freshet.pipeline.admission;

import dev.freshet.core.Quantile;
import java.util.Collections;
import java.util.List;

/**
 * How long it took to embed a number of texts, over several calls.
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
    return new SizeTiming(
        texts,
        tokens,
        1e3 * Quantile.median(seconds),
        1e3 * Collections.min(seconds),
        1e3 * Collections.max(seconds),
        seconds.size());
  }
}
