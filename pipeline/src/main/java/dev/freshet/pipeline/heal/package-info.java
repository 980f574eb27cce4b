/**
 * Recovery at a start: rebuilds the key index from Gold, restores rows of the vector table from
 * Gold, and continues the numbers of a file log that was lost. {@link
 * dev.freshet.pipeline.heal.SuspectBatch} looks at a batch with which a process died. {@link
 * dev.freshet.pipeline.heal.VectorRestore} is the entry.
 */
@NullMarked
package dev.freshet.pipeline.heal;

import org.jspecify.annotations.NullMarked;
