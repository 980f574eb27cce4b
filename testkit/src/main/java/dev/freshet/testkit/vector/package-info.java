/**
 * The vector table without Lance: {@link dev.freshet.testkit.vector.FakeVectorTable} behaves like
 * the real one in memory, and {@link dev.freshet.testkit.vector.VectorTableContract} holds both to
 * the same contract. {@link dev.freshet.testkit.vector.SampleRows} makes the data.
 */
@NullMarked
package dev.freshet.testkit.vector;

import org.jspecify.annotations.NullMarked;
