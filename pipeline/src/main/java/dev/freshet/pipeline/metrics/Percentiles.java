package dev.freshet.pipeline.metrics;

/**
 * A distribution over the last minutes, in milliseconds.
 *
 * @param samples how many samples it is made of since the start
 */
public record Percentiles(long samples, double p50Ms, double p95Ms, double p99Ms) {}
