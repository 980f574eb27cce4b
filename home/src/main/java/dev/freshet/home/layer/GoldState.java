package dev.freshet.home.layer;

/**
 * A row of Gold without its content: what decides which version of a record is the newest.
 *
 * @param line where it landed
 * @param recordKey the record
 * @param version larger is newer
 * @param position place in the source's own order
 * @param deleted whether the version deletes the record
 */
public record GoldState(
    LandedLine line, String recordKey, long version, long position, boolean deleted) {}
