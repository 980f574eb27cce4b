package dev.freshet.home.layer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A landed line as it landed, and what is understood of it.
 *
 * @param lineage where it comes from
 * @param payload the line; null for the marker of a file
 * @param rescued why the line or file could not be read, or null
 * @param operation {@code upsert}, {@code delete} or {@code control}; null if not understood
 * @param recordKey null if not understood
 * @param recordVersion null if the event has none
 * @param sourceTime when it happened at the source, or null
 */
public record BronzeRow(
    Lineage lineage,
    @Nullable String payload,
    @Nullable String rescued,
    @Nullable String operation,
    @Nullable String recordKey,
    @Nullable Long recordVersion,
    @Nullable Instant sourceTime) {}
