package dev.freshet.pipeline.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.pipeline.order.SourcePosition;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one landed line says happened.
 *
 * @param op what happened
 * @param recordKey the record it happened to; null only for {@link Op#CONTROL}
 * @param replacedKey the key that the record had before the change, if the change gave it another
 *     one: the record of that key is deleted; otherwise null
 * @param version the record's version, as it is shown and, where a version column is configured, as
 *     that column says; null if the event carries none, which only a delete and a control event may
 * @param position the event's place in the order of its source
 * @param fields the record's columns after an upsert; null otherwise
 * @param sourceTime when it happened at the source, if the format says so
 */
public record ChangeEvent(
    Op op,
    @Nullable String recordKey,
    @Nullable String replacedKey,
    @Nullable Long version,
    SourcePosition position,
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

  static ChangeEvent control(SourcePosition position) {
    return new ChangeEvent(Op.CONTROL, null, null, null, position, null, position.time());
  }

  /** The deletion of the record that had the key before; only where there is one. */
  public ChangeEvent deletionOfReplaced() {
    return new ChangeEvent(Op.DELETE, replacedKey, null, null, position, null, sourceTime);
  }

  /** This event with other columns. */
  ChangeEvent withFields(ObjectNode columns) {
    return new ChangeEvent(op, recordKey, replacedKey, version, position, columns, sourceTime);
  }
}
