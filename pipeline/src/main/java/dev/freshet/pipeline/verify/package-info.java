/** Compares Gold with the vector table, and the layers with each other. */
@NullMarked
package dev.freshet.pipeline.verify;

import org.jspecify.annotations.NullMarked;
