/**
 * What would become of what has landed: {@link dev.freshet.pipeline.sample.LandedSample} reads some
 * files as a run would, and tells which rows are fine, which would go to quarantine, and which
 * columns no row has. Only formats with columns need Spark.
 */
@NullMarked
package dev.freshet.pipeline.sample;

import org.jspecify.annotations.NullMarked;
