package dev.freshet.autoloader.discovery;

import java.time.Instant;

/**
 * How far the file log is known to be complete.
 *
 * <p>The guarantee: every file version that had landed before {@code listedAt} is in the log with a
 * sequence of at most {@code listedSequence}. So once everything up to {@code listedSequence} is
 * processed, "as of {@code listedAt}" is true.
 *
 * <p>A file has landed when it exists under a wanted name. One that still waits to settle holds
 * {@code listedAt} back to its modification time, so the guarantee covers it too.
 *
 * @param lastSequence end of the file log, events since the last listing included
 * @param listedSequence end of the file log when the last complete listing was in it
 * @param listedAt start of the last complete listing whose files are all in the log, or the
 *     modification time of the oldest file that waits to settle; never goes back
 * @param settlingFiles files that look unfinished and wait until they settle
 * @param failures failed rounds of discovery since its start; they were repeated
 */
public record DiscoveryStatus(
    long lastSequence, long listedSequence, Instant listedAt, int settlingFiles, long failures) {}
