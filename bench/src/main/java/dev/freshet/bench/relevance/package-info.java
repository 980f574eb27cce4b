/**
 * How good the hits are: questions whose answer is known, over real documentation, asked in every
 * mode. Entry: {@link dev.freshet.bench.relevance.RelevanceScenario}.
 */
@NullMarked
package dev.freshet.bench.relevance;

import org.jspecify.annotations.NullMarked;
