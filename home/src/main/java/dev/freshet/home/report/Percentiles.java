package dev.freshet.home.report;

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
}
