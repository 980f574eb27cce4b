/**
 * What the pipeline measures of itself. A {@link dev.freshet.pipeline.metrics.BatchReport} says
 * what a batch did; {@link dev.freshet.pipeline.metrics.PipelineMetrics} turns it into the meters
 * of {@link dev.freshet.home.metric.PipelineMetric}, from whose names {@code docs/metrics.md} is
 * generated.
 */
@NullMarked
package dev.freshet.pipeline.metrics;

import org.jspecify.annotations.NullMarked;
