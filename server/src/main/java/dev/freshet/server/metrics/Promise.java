package dev.freshet.server.metrics;

import java.time.Duration;

/**
 * What the configuration of a home promises. Alerts compare the metrics with it.
 *
 * @param freshness {@code slo.freshness.p95}
 * @param maintained whether a process beside the pipeline maintains the table
 */
public record Promise(Duration freshness, boolean maintained) {}
