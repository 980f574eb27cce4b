/** The Spark session of a pipeline process and its settings. */
@NullMarked
package dev.freshet.pipeline.session;

import org.jspecify.annotations.NullMarked;
