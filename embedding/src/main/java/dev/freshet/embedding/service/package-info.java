/**
 * Uses a model behind a service that is slow, limited by a quota, down at times, or refuses single
 * texts. Knows no protocol; {@code http} and the LangChain4j module implement one as an {@link
 * dev.freshet.embedding.service.EmbeddingsApi}.
 *
 * <p>{@link dev.freshet.embedding.service.EmbeddingService} opens the model. A call then takes
 * these steps: {@code ServiceEmbedder} checks the texts and cuts them into batches ({@code
 * BatchPlan}); {@code PoisonIsolation} halves a batch that the service refuses until the refused
 * text is alone; {@code PatientService} waits for the quota, repeats after a failure and stops
 * while the circuit is open ({@code pace} decides when); {@code EmbeddingsApi} sends one request
 * and turns the answer into a {@link dev.freshet.embedding.service.ServiceReply}.
 */
@NullMarked
package dev.freshet.embedding.service;

import org.jspecify.annotations.NullMarked;
