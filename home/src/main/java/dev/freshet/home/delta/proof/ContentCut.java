package dev.freshet.home.delta.proof;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * How a damaged data file can be taken out of a table.
 *
 * @param file the damaged file
 * @param reason what is wrong with it
 * @param version the last version before the file that is whole, to which the table can be cut
 *     back; empty if there is none, as its log entries or its data files were cleaned up: then the
 *     whole table has to be made again
 */
public record ContentCut(Path file, String reason, OptionalLong version) {}
