/**
 * Vectors from a service that speaks OpenAI's embeddings API, over {@code java.net.http}.
 *
 * <p>{@link dev.freshet.embedding.http.EmbeddingServices} opens one. A call then goes down these
 * steps: {@code HttpEmbedder} checks the texts and cuts them into batches ({@code BatchPlan});
 * {@code PoisonIsolation} halves a batch the service refuses until the text to blame is alone;
 * {@code PatientService} paces, repeats and breaks the circuit; {@code EmbeddingsApi} encodes one
 * request, exchanges it and makes a {@code Reply} of what came back.
 */
@NullMarked
package dev.freshet.embedding.http;

import org.jspecify.annotations.NullMarked;
