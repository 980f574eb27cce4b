/**
 * Vectors from a service that speaks OpenAI's embeddings API, over {@code java.net.http}.
 *
 * <p>{@link dev.freshet.embedding.http.EmbeddingServices} opens one. What is done about a service
 * in trouble is decided in {@code service}; here {@code HttpEmbeddingsApi} encodes one request,
 * {@code HttpExchange} exchanges it, and {@code AnswerReader} reads what came back.
 */
@NullMarked
package dev.freshet.embedding.http;

import org.jspecify.annotations.NullMarked;
