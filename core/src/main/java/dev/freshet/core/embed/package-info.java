/**
 * From documents to vectors: {@link DocumentExtractor} gets text out of files, {@link Chunker} cuts
 * it, {@link Embedder} embeds it.
 */
@NullMarked
package dev.freshet.core.embed;

import org.jspecify.annotations.NullMarked;
