/**
 * How to live with a model that somebody else runs: slow, limited by quota, down at times, refusing
 * single texts. Knows no protocol; {@code http} and the LangChain4j module bring theirs as an
 * {@link dev.freshet.embedding.service.EmbeddingsApi}.
 *
 * <p>{@link dev.freshet.embedding.service.EmbeddingService} opens one. A call then goes down these
 * steps: {@code ServiceEmbedder} checks the texts and cuts them into batches ({@code BatchPlan});
 * {@code PoisonIsolation} halves a batch the service refuses until the text to blame is alone;
 * {@code PatientService} paces, repeats and breaks the circuit; {@code EmbeddingsApi} asks once and
 * makes a {@code Reply} of what came back.
 */
@NullMarked
package dev.freshet.embedding.service;

import org.jspecify.annotations.NullMarked;
