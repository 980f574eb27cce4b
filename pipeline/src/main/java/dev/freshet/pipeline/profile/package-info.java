/**
 * Measures what embedding costs on this machine: {@link
 * dev.freshet.pipeline.profile.EmbeddingProfiler} embeds a {@link
 * dev.freshet.pipeline.profile.TextSample} in several sizes.
 */
@NullMarked
package dev.freshet.pipeline.profile;

import org.jspecify.annotations.NullMarked;
