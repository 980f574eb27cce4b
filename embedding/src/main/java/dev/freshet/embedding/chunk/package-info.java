/**
 * Cuts a document into chunks that fit the model. {@link
 * dev.freshet.embedding.chunk.DocumentChunker} is the entry. {@code StructuredChunker} cuts a
 * document with headings along its sections, {@link dev.freshet.embedding.chunk.RecursiveChunker}
 * any text; both let {@code TextCut} choose the {@code Words} of each chunk.
 */
@NullMarked
package dev.freshet.embedding.chunk;

import org.jspecify.annotations.NullMarked;
