/**
 * The output form {@code envelope}: every record of every file as a row, with where it came from
 * and what is wrong with it. {@link EnvelopeForm} plans a batch; a bad file becomes a row and does
 * not fail the reader. What a record is, the package {@code format} says.
 */
@NullMarked
package dev.freshet.autoloader.envelope;

import org.jspecify.annotations.NullMarked;
