/**
 * Turns text into vectors in this process. {@code dev.freshet.embedding.http} asks a web service
 * instead.
 *
 * <p>{@link dev.freshet.embedding.chunk.DocumentChunker} cuts a document into texts that fit the
 * model; {@link dev.freshet.embedding.EmbeddingModels} opens a model. A text then goes through the
 * tokenizer (pure Java), the ONNX session (one text at a time, unpadded, several threads on one
 * session), pooling and normalisation. Nothing is batched or padded inside a session call, because
 * that would change the vectors of a quantised model. The static model has a table of token vectors
 * in place of the session.
 */
@NullMarked
package dev.freshet.embedding;

import org.jspecify.annotations.NullMarked;
