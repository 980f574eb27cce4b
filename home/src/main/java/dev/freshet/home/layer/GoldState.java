package dev.freshet.home.layer;

import org.jspecify.annotations.Nullable;

/**
 * A row of Gold without its content: what decides which version of a record is the newest.
 *
 * @param line where it landed
 * @param recordKey the record
 * @param version larger is newer
 * @param position place in the source's own order, as earlier versions kept it
 * @param order the place in the source's own order as text; null in a row of an earlier version
 * @param deleted whether the version deletes the record
 */
public record GoldState(
    LandedLine line,
    String recordKey,
    long version,
    long position,
    @Nullable String order,
    boolean deleted) {}
