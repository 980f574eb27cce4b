/** The landing zone of a pipeline: how it is reached, and what can be said if it is not there. */
@NullMarked
package dev.freshet.pipeline.landing;

import org.jspecify.annotations.NullMarked;
