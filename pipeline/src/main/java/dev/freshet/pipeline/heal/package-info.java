/**
 * What a start finds missing and brings back: the key index from Gold, rows of the vector table
 * from Gold, the numbers of a file log that was lost.
 */
@NullMarked
package dev.freshet.pipeline.heal;

import org.jspecify.annotations.NullMarked;
