/**
 * What can be scraped of a home: {@link dev.freshet.server.metrics.ServerMetrics} measures the
 * server itself, {@link dev.freshet.server.metrics.HomeMeters} publishes what the pipeline and the
 * optimize process say of themselves in their files, {@link
 * dev.freshet.server.metrics.MetricsEndpoint} answers with all of it.
 */
@NullMarked
package dev.freshet.server.metrics;

import org.jspecify.annotations.NullMarked;
