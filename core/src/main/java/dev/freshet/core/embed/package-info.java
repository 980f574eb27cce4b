/**
 * The way from documents to vectors: {@link DocumentExtractor} extracts the text of files, {@link
 * Chunker} cuts it, {@link Embedder} embeds it.
 */
@NullMarked
package dev.freshet.core.embed;

import org.jspecify.annotations.NullMarked;
