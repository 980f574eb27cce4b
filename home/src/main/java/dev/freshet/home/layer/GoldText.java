package dev.freshet.home.layer;

import org.jspecify.annotations.Nullable;

/**
 * The text of a row of Gold.
 *
 * @param line where it landed
 * @param recordKey the record
 * @param text null for a tombstone
 */
public record GoldText(LandedLine line, String recordKey, @Nullable String text) {}
