/**
 * How many texts a second are embedded, beside other engines in Java: {@link
 * dev.freshet.bench.embed.EmbeddingScenario}.
 */
@NullMarked
package dev.freshet.bench.embed;

import org.jspecify.annotations.NullMarked;
