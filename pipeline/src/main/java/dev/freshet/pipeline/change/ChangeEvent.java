package dev.freshet.pipeline.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one landed line says happened.
 *
 * @param op what happened
 * @param recordKey the record it happened to; null only for {@link Op#CONTROL}
 * @param version the record's version, larger is newer; null if the event carries none, which only
 *     a delete and a control event may
 * @param position the event's place in its source's own order (such as a log sequence number), or
 *     its arrival order where the source has none; decides between equal or missing versions
 * @param fields the record's columns after an upsert; null otherwise
 * @param sourceTime when it happened at the source, if the format says so
 */
public record ChangeEvent(
    Op op,
    @Nullable String recordKey,
    @Nullable Long version,
    long position,
    @Nullable ObjectNode fields,
    @Nullable Instant sourceTime) {

  /** What an event does to its record. */
  public enum Op {
    /** Inserts the record or replaces it whole. */
    UPSERT,
    /** Removes the record. */
    DELETE,
    /** Is about the feed and not about a record: kept in Silver, without effect. */
    CONTROL;

    /** The name by which Bronze and Silver store it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static ChangeEvent control(long position, @Nullable Instant sourceTime) {
    return new ChangeEvent(Op.CONTROL, null, null, position, null, sourceTime);
  }
}
