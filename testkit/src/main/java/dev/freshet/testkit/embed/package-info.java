/**
 * What every {@link dev.freshet.core.embed.Embedder} and {@link
 * dev.freshet.core.embed.DocumentExtractor} must do, as tests: {@link
 * dev.freshet.testkit.embed.EmbedderContract} and {@link
 * dev.freshet.testkit.embed.DocumentExtractorContract}. {@link
 * dev.freshet.testkit.embed.HashEmbedder} is a fast model that passes them, {@link
 * dev.freshet.testkit.embed.LoopbackService} the same model behind HTTP.
 */
@NullMarked
package dev.freshet.testkit.embed;

import org.jspecify.annotations.NullMarked;
