/**
 * The newest known state of every record key, so that a late older version is dropped without
 * scanning Gold.
 *
 * <p>{@link dev.freshet.pipeline.record.KeyState} is the state of a record and says which of two is
 * newer; {@link dev.freshet.pipeline.record.NewestByKey} is the one fold of states; {@link
 * dev.freshet.pipeline.record.KeyIndex} keeps them on disk. {@link
 * dev.freshet.pipeline.heal.KeyIndexRecovery} brings the index up to Gold after a crash or rebuilds
 * it: Gold is the truth, and the index may be deleted while nothing runs.
 */
@NullMarked
package dev.freshet.pipeline.record;

import org.jspecify.annotations.NullMarked;
