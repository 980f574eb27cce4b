/**
 * What the pipeline measures of itself, from the first batch on. {@link
 * dev.freshet.home.metric.PipelineMetric} is the list of names that {@code docs/metrics.md} is
 * generated from.
 */
@NullMarked
package dev.freshet.pipeline.metrics;

import org.jspecify.annotations.NullMarked;
