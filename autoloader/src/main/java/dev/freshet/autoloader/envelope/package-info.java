/**
 * The format {@code envelope}: every line of every file as it is, with where it came from and what
 * was wrong with it. {@link EnvelopeFormat} plans a batch; the readers never fail on a bad file,
 * they say so in a row.
 */
@NullMarked
package dev.freshet.autoloader.envelope;

import org.jspecify.annotations.NullMarked;
