package dev.freshet.autoloader.filelog;

import java.io.Serializable;
import java.time.Instant;

/**
 * One version of one file of the landing zone, as the file log numbered it.
 *
 * @param sequence its place in the total order of the log, from 1, without gaps
 * @param path absolute path, without a scheme
 * @param size bytes at the time of discovery
 * @param modifiedAt modification time at the time of discovery
 * @param discoveredAt when the listing that found it began or its watch event arrived, to the
 *     microsecond
 */
public record FileVersion(
    long sequence, String path, long size, Instant modifiedAt, Instant discoveredAt)
    implements Serializable {}
