package dev.freshet.pipeline.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.pipeline.convention.ConnectMessage;
import dev.freshet.pipeline.convention.FeedMessage;
import dev.freshet.pipeline.convention.MongoText;
import dev.freshet.pipeline.convention.OldRow;
import dev.freshet.pipeline.convention.Placeholder;
import dev.freshet.pipeline.convention.SourceLogs;
import dev.freshet.pipeline.document.FieldPath;
import dev.freshet.pipeline.document.RejectedLine;
import dev.freshet.pipeline.order.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * Change format {@code debezium}: the change event envelope ({@code before}, {@code after}, {@code
 * source}, {@code op}), bare, in a {@code payload}, or as the {@code value} beside its {@code key}.
 *
 * <p>Operations {@code c}, {@code r} and {@code u} are upserts, {@code d} is a delete. A tombstone
 * (a null value, with or without its key), a heartbeat, a schema change, a transaction marker and a
 * logical message are control events. Facts: Debezium documentation, "Change events" of each
 * connector.
 */
final class DebeziumParser implements ChangeParser {

  private final RecordIdentity identity;
  private final int epoch;

  DebeziumParser(RecordIdentity identity, int epoch) {
    this.identity = identity;
    this.epoch = epoch;
  }

  @Override
  public Parsed parse(LandedRow row) {
    try {
      return new Parsed.Accepted(event(row));
    } catch (RejectedLine e) {
      return new Parsed.Rejected(e.getMessage());
    }
  }

  private ChangeEvent event(LandedRow row) throws RejectedLine {
    JsonNode read = JsonLines.value(row);
    ConnectMessage message = ConnectMessage.ofEvent(read);
    if (message.isTombstone()) {
      return ChangeEvent.control(SourcePosition.none(epoch));
    }
    JsonLines.object(row, read);
    if (!(message.value() instanceof ObjectNode envelope)) {
      throw notAnEvent("the value is not an object");
    }
    if (FeedMessage.is(envelope)) {
      return ChangeEvent.control(SourceLogs.ofEnvelope(envelope, epoch, false));
    }
    if (!envelope.hasNonNull("op")) {
      throw notAnEvent("it has no 'op'");
    }
    String op = envelope.get("op").asText();
    SourcePosition position = SourceLogs.ofEnvelope(envelope, epoch, op.equals("r"));
    switch (op) {
      case "c", "r", "u":
        return upsert(row, envelope, message.key(), position);
      case "d":
        return delete(row, envelope, message.key(), position);
      case "m":
        return ChangeEvent.control(position);
      case "t":
        throw new RejectedLine(
            "Cannot apply the event: the source table was truncated, which names no record. Land a"
                + " delete for each record that is gone.");
      default:
        throw notAnEvent("'op' is '" + abbreviated(op) + "'");
    }
  }

  private ChangeEvent upsert(
      LandedRow row, ObjectNode envelope, @Nullable JsonNode messageKey, SourcePosition position)
      throws RejectedLine {
    if (!(MongoText.plain(envelope.get("after")) instanceof ObjectNode after)) {
      throw new RejectedLine(
          envelope.has("updateDescription")
              ? "Cannot accept the event: MongoDB's connector sent the update without the document"
                  + " ('after'). Set capture.mode to change_streams_update_full in the connector."
              : "Cannot accept the event: an upsert without an 'after' object. Check the"
                  + " connector.");
    }
    JsonNode before = MongoText.plain(envelope.get("before"));
    // With REPLICA IDENTITY FULL the old row holds what the new one leaves out.
    ObjectNode fields = Placeholder.completed(after, before);
    String key = identity.key(name -> either(fields, messageKey, name));
    Long version =
        identity.hasVersionColumn()
            ? identity.version(name -> FieldPath.at(fields, name))
            : shown(position, row);
    if (version == null) {
      throw identity.missingVersion();
    }
    return new ChangeEvent(
        ChangeEvent.Op.UPSERT,
        key,
        replacedKey(before, fields, key),
        version,
        position,
        fields,
        position.time());
  }

  /**
   * The old row's key if the update changed it; null if it did not, or the old row is not known.
   */
  private @Nullable String replacedKey(@Nullable JsonNode before, ObjectNode after, String key) {
    if (!identity.allIn(before) || !OldRow.of(before).isWholeBeside(identity.columns(), after)) {
      return null;
    }
    try {
      String old = identity.key(name -> FieldPath.at(before, name));
      return old.equals(key) ? null : old;
    } catch (RejectedLine noKey) {
      return null;
    }
  }

  /**
   * The connector guarantees the message key, and of the old row the columns of its identity. A
   * version is not taken from the old row, which may hold fillers.
   */
  private ChangeEvent delete(
      LandedRow row, ObjectNode envelope, @Nullable JsonNode messageKey, SourcePosition position)
      throws RejectedLine {
    JsonNode before = MongoText.plain(envelope.get("before"));
    boolean guaranteed = identity.allInMessageKey(messageKey);
    if (!guaranteed && OldRow.ofDelete(envelope, before).mayBeFilled(identity.columns())) {
      throw new RejectedLine(
          "Cannot accept the delete: the old row holds its identity only, and record.key "
              + identity.columns()
              + " is not that identity. Name the table's primary key in record.key, or set REPLICA"
              + " IDENTITY FULL on the source table and land the delete again.");
    }
    String key =
        identity.key(
            name ->
                guaranteed
                    ? identity.inMessageKey(messageKey, name)
                    : either(before, messageKey, name));
    Long version = identity.hasVersionColumn() ? null : shown(position, row);
    return new ChangeEvent(
        ChangeEvent.Op.DELETE, key, null, version, position, null, position.time());
  }

  private static Long shown(SourcePosition position, LandedRow row) {
    if (position.number() != null) {
      return position.number();
    }
    return position.micros() == null ? row.arrival() : position.micros();
  }

  private @Nullable JsonNode either(
      @Nullable JsonNode row, @Nullable JsonNode messageKey, String name) {
    JsonNode value = identity.inRow(row, name);
    return value == null || value.isNull() ? identity.inMessageKey(messageKey, name) : value;
  }

  private static RejectedLine notAnEvent(String why) {
    return new RejectedLine(
        "Cannot read the line as a Debezium event: "
            + why
            + ". If the connector unwraps its events (ExtractNewRecordState), use source.changes:"
            + " plain.");
  }

  private static String abbreviated(String text) {
    return text.length() <= 20 ? text : text.substring(0, 20) + "…";
  }
}
