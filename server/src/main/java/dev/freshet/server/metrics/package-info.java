/**
 * The metrics of a home for Prometheus. {@link dev.freshet.server.metrics.ServerMetrics} measures
 * the server itself, {@link dev.freshet.server.metrics.HomeMeters} publishes what the pipeline and
 * the optimize process report in their files, and {@link
 * dev.freshet.server.metrics.MetricsEndpoint} answers with all of it.
 */
@NullMarked
package dev.freshet.server.metrics;

import org.jspecify.annotations.NullMarked;
