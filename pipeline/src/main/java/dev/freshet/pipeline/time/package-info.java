/** Instants as numbers: how versions and timestamp columns count time. */
@NullMarked
package dev.freshet.pipeline.time;

import org.jspecify.annotations.NullMarked;
