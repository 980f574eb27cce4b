/**
 * Searches under load, side by side: this project's vector table, Lucene and jvector on the same
 * vectors, each in a process of its own.
 *
 * <p>Entry: {@code SearchLoadScenario}, which makes the data ({@code LoadData}), starts a {@code
 * ContenderProcess} per contender and size and prints what they report. In the process {@code
 * ContenderTrial} loads, tunes, and takes the {@code Contender} through the stages of {@code
 * Stage}, at rest and beside a {@code WriteStream}.
 */
@NullMarked
package dev.freshet.bench.load;

import org.jspecify.annotations.NullMarked;
