package dev.freshet.home.layer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A valid event.
 *
 * @param lineage where it comes from
 * @param operation {@code upsert}, {@code delete} or {@code control}
 * @param recordKey null for a control event
 * @param recordVersion larger is newer; null if the event has none
 * @param sourcePosition place in the source's own order
 * @param fields the record's columns as JSON; null unless it is an upsert
 * @param sourceTime when it happened at the source, or null
 */
public record SilverRow(
    Lineage lineage,
    String operation,
    @Nullable String recordKey,
    @Nullable Long recordVersion,
    long sourcePosition,
    @Nullable String fields,
    @Nullable Instant sourceTime) {}
