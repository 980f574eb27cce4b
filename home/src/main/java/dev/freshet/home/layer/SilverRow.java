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
 * @param position place in the source's own order
 * @param content what the record is from now on; null unless it is an upsert
 * @param sourceTime when it happened at the source, or null
 */
public record SilverRow(
    Lineage lineage,
    String operation,
    @Nullable String recordKey,
    @Nullable Long recordVersion,
    Position position,
    @Nullable Content content,
    @Nullable Instant sourceTime) {

  /**
   * Where an event stands in the order of its source.
   *
   * @param number as one number
   * @param order as text
   */
  public record Position(long number, String order) {}

  /**
   * What an upsert says.
   *
   * @param fields the record's columns as JSON
   * @param replacedKey the record's key before, if the change gave it another one
   */
  public record Content(String fields, @Nullable String replacedKey) {}
}
