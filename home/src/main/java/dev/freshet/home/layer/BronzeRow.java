package dev.freshet.home.layer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A landed line as it landed, and what is understood of it.
 *
 * @param lineage where it comes from
 * @param payload the line; null for the marker of a file
 * @param rescued why the line or file could not be read, or null
 * @param understood what the line says
 * @param readNote on the last row of a file version, what was read of it; null on all others, and
 *     where that is not known
 */
public record BronzeRow(
    Lineage lineage,
    @Nullable String payload,
    @Nullable String rescued,
    Understood understood,
    @Nullable String readNote) {

  /**
   * What a line says.
   *
   * @param operation {@code upsert}, {@code delete} or {@code control}; null if not understood
   * @param recordKey null if not understood
   * @param recordVersion null if the event has none
   * @param sourceTime when it happened at the source, or null
   */
  public record Understood(
      @Nullable String operation,
      @Nullable String recordKey,
      @Nullable Long recordVersion,
      @Nullable Instant sourceTime) {

    /** Of a line that is not understood. */
    public static final Understood NOTHING = new Understood(null, null, null, null);
  }
}
