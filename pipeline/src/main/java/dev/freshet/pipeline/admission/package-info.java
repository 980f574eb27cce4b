/**
 * Measures what embedding costs on this machine: {@link
 * dev.freshet.pipeline.admission.EmbeddingProfiler} embeds a {@link
 * dev.freshet.pipeline.admission.TextSample} in several sizes.
 */
@NullMarked
package dev.freshet.pipeline.admission;

import org.jspecify.annotations.NullMarked;
