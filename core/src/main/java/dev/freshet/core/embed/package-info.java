/** From text to vectors: {@link Embedder} embeds, {@link Chunker} cuts a document beforehand. */
@NullMarked
package dev.freshet.core.embed;

import org.jspecify.annotations.NullMarked;
