/**
 * The newest known state of every record key, so that a late older version is dropped without
 * scanning Gold.
 *
 * <p>{@link dev.freshet.pipeline.record.KeyIndex} is the index, {@link
 * dev.freshet.pipeline.heal.KeyIndexRecovery} brings it up to Gold after a crash or rebuilds it,
 * and {@link dev.freshet.pipeline.record.KeyState} is what is known of a key and which state is
 * newer. Gold stays the truth: the index may be deleted at any time.
 */
@NullMarked
package dev.freshet.pipeline.record;

import org.jspecify.annotations.NullMarked;
