package dev.freshet.autoloader.event;

import java.time.Instant;
import java.util.Optional;

/**
 * What a message of a queue says about one file. Nothing of it is relied on but the path, at which
 * the storage is asked.
 *
 * @param path of the file, as the file log has it
 * @param size in bytes; -1 if the event does not say it
 * @param etag entity tag of the file, if the event says it
 * @param eventTime when the storage says that it happened
 * @param receipt of the message; several events may have come in one
 */
public record FileEvent(
    String path, long size, Optional<String> etag, Instant eventTime, String receipt) {}
