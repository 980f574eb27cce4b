/**
 * The metrics of Freshet. {@link dev.freshet.home.metric.Metric} is what a metric is; the enums
 * {@link dev.freshet.home.metric.PipelineMetric}, {@link dev.freshet.home.metric.StepMetric} and
 * {@link dev.freshet.home.metric.TableMetric} list those of the pipeline and of maintenance, and
 * the server lists its own. {@link dev.freshet.home.metric.PrometheusNames} turns their names into
 * those of Prometheus.
 */
@NullMarked
package dev.freshet.home.metric;

import org.jspecify.annotations.NullMarked;
