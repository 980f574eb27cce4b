/**
 * Cuts a document into chunks that the model can read, by tokens and, where a document has
 * headings, along its sections.
 */
@NullMarked
package dev.freshet.embedding.chunk;

import org.jspecify.annotations.NullMarked;
