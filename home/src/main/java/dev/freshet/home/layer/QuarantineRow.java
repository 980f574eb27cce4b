package dev.freshet.home.layer;

import org.jspecify.annotations.Nullable;

/**
 * A line that could not be processed.
 *
 * @param lineage where it comes from
 * @param stage how far it came
 * @param reason why, and what to do
 * @param payload the line as it landed; null for the marker of a file
 * @param recordKey null if not understood
 * @param recordVersion null if not understood
 */
public record QuarantineRow(
    Lineage lineage,
    Quarantine.Stage stage,
    String reason,
    @Nullable String payload,
    @Nullable String recordKey,
    @Nullable Long recordVersion) {}
