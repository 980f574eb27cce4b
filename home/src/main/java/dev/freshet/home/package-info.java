/**
 * The home of a pipeline, as every process sees it. {@link dev.freshet.home.PipelineHome} reads
 * what the running processes report and what the tables hold; no Spark is needed.
 */
@NullMarked
package dev.freshet.home;

import org.jspecify.annotations.NullMarked;
