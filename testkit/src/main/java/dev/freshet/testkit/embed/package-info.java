/**
 * What every {@link dev.freshet.core.embed.Embedder} must do: {@link
 * dev.freshet.testkit.embed.EmbedderContract} says it in tests, {@link
 * dev.freshet.testkit.embed.HashEmbedder} is the fast stand-in that passes them.
 */
@NullMarked
package dev.freshet.testkit.embed;

import org.jspecify.annotations.NullMarked;
