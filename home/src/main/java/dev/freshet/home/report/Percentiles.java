package dev.freshet.home.report;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.util.concurrent.TimeUnit;

/**
 * A distribution over the last minutes, in milliseconds.
 *
 * @param samples how many samples it is made of since the start
 * @param p50Ms half of the samples are at most this
 * @param p95Ms 95 of 100 samples are
 * @param p99Ms 99 of 100 samples are
 */
public record Percentiles(long samples, double p50Ms, double p95Ms, double p99Ms) {

  /** No sample was taken yet. */
  public static final Percentiles NONE = new Percentiles(0, 0, 0, 0);

  /** The distribution of a timer that publishes the percentiles 0.5, 0.95 and 0.99. */
  public static Percentiles of(Timer timer) {
    HistogramSnapshot snapshot = timer.takeSnapshot();
    double[] values = new double[3];
    ValueAtPercentile[] at = snapshot.percentileValues();
    for (int i = 0; i < Math.min(at.length, values.length); i++) {
      values[i] = at[i].value(TimeUnit.MILLISECONDS);
    }
    return new Percentiles(snapshot.count(), values[0], values[1], values[2]);
  }
}
