package dev.freshet.pipeline.seam;

import dev.freshet.pipeline.key.KeyState;

/**
 * The change of a batch that decides what a record is from now on.
 *
 * @param landed the event
 * @param state the record's state after it
 */
record AcceptedChange(LandedEvent landed, KeyState state) {}
