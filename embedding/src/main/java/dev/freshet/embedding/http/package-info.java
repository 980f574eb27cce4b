/**
 * Vectors from a service that speaks OpenAI's embeddings API, over {@code java.net.http}.
 *
 * <p>{@link dev.freshet.embedding.http.EmbeddingServices} opens one. Here {@code HttpEmbeddingsApi}
 * encodes one request, {@code HttpExchange} sends it, and {@code AnswerReader} reads the answer.
 * What to do about failures is decided in {@code service}.
 */
@NullMarked
package dev.freshet.embedding.http;

import org.jspecify.annotations.NullMarked;
