/**
 * Vectors of texts that were embedded before, so that no text is embedded twice: {@link
 * dev.freshet.pipeline.cache.CachingEmbedder} asks the cache first and the model for the rest. The
 * cache is a local directory that may be deleted at any time; use fills it again.
 */
@NullMarked
package dev.freshet.pipeline.cache;

import org.jspecify.annotations.NullMarked;
