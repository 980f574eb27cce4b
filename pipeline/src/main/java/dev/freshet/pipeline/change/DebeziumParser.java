package dev.freshet.pipeline.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.pipeline.document.DocumentFields;
import dev.freshet.pipeline.document.FieldPath;
import dev.freshet.pipeline.document.RejectedLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Change format {@code debezium}: the change event envelope ({@code before}, {@code after}, {@code
 * source}, {@code op}), bare, in a {@code payload}, or as the {@code value} beside its {@code key}.
 *
 * <p>Operations {@code c}, {@code r} and {@code u} are upserts, {@code d} is a delete. A tombstone
 * (a null value, with or without its key), a transaction marker and a logical message are control
 * events. The source's log position is the version unless a version column is configured. Facts:
 * Debezium documentation, "Change events" of the PostgreSQL and MySQL connectors.
 */
final class DebeziumParser implements ChangeParser {

  /** What the PostgreSQL connector sends for a large column that an update did not touch. */
  private static final String UNAVAILABLE = "__debezium_unavailable_value";

  private static final String UNAVAILABLE_BYTES =
      Base64.getEncoder().encodeToString(UNAVAILABLE.getBytes(StandardCharsets.UTF_8));

  private final RecordIdentity identity;
  private final DocumentFields documentFields;

  DebeziumParser(RecordIdentity identity, DocumentFields documentFields) {
    this.identity = identity;
    this.documentFields = documentFields;
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
    if (isTombstone(read)) {
      return ChangeEvent.control(row.arrival(), null);
    }
    ObjectNode line = JsonLines.object(row, read);
    JsonNode messageKey = payload(line.get("key"));
    boolean message = line.has("value") && !line.has("op");
    if (message && isTombstone(line.get("value"))) {
      return ChangeEvent.control(row.arrival(), null);
    }
    JsonNode value = payload(message ? line.get("value") : line);
    if (!(value instanceof ObjectNode envelope)) {
      throw notAnEvent("the value is not an object");
    }
    Instant sourceTime = SourcePosition.time(envelope);
    if (!envelope.hasNonNull("op")) {
      if (envelope.has("status") && envelope.has("id") && envelope.has("event_count")) {
        return ChangeEvent.control(row.arrival(), sourceTime);
      }
      throw notAnEvent("it has no 'op'");
    }
    String op = envelope.get("op").asText();
    switch (op) {
      case "c", "r", "u":
        return upsert(row, envelope, messageKey, sourceTime);
      case "d":
        return delete(row, envelope, messageKey, sourceTime);
      case "m":
        return ChangeEvent.control(row.arrival(), sourceTime);
      case "t":
        throw new RejectedLine(
            "Cannot apply the event: the source table was truncated, which names no record. Land a"
                + " delete for each record that is gone.");
      default:
        throw notAnEvent("'op' is '" + abbreviated(op) + "'");
    }
  }

  private ChangeEvent upsert(
      LandedRow row, ObjectNode envelope, @Nullable JsonNode messageKey, @Nullable Instant time)
      throws RejectedLine {
    if (!(envelope.get("after") instanceof ObjectNode after)) {
      throw new RejectedLine(
          "Cannot accept the event: an upsert without an 'after' object. Check the connector.");
    }
    ObjectNode fields = available(after, envelope.get("before"));
    String key = identity.key(name -> either(FieldPath.at(fields, name), messageKey, name));
    SourcePosition position = SourcePosition.of(envelope, row);
    Long version =
        identity.hasVersionColumn()
            ? identity.version(name -> FieldPath.at(fields, name))
            : Long.valueOf(position.version());
    if (version == null) {
      throw identity.missingVersion();
    }
    return new ChangeEvent(ChangeEvent.Op.UPSERT, key, version, position.position(), fields, time);
  }

  private ChangeEvent delete(
      LandedRow row, ObjectNode envelope, @Nullable JsonNode messageKey, @Nullable Instant time)
      throws RejectedLine {
    JsonNode before = envelope.get("before");
    String key = identity.key(name -> either(FieldPath.at(before, name), messageKey, name));
    SourcePosition position = SourcePosition.of(envelope, row);
    Long version =
        identity.hasVersionColumn()
            ? identity.version(name -> FieldPath.at(before, name))
            : Long.valueOf(position.version());
    return new ChangeEvent(ChangeEvent.Op.DELETE, key, version, position.position(), null, time);
  }

  /**
   * The columns after the change. A column that the connector left out because the update did not
   * touch it is taken from {@code before}, where REPLICA IDENTITY FULL puts it; a placeholder must
   * never be embedded.
   */
  private ObjectNode available(ObjectNode after, @Nullable JsonNode before) throws RejectedLine {
    ObjectNode fields = after;
    for (String name : documentFields.names()) {
      if (!isUnavailable(after.get(name))) {
        continue;
      }
      JsonNode old = before == null ? null : before.get(name);
      if (old == null || old.isNull() || isUnavailable(old)) {
        throw new RejectedLine(
            "Cannot accept the event: column '"
                + name
                + "' holds Debezium's placeholder for an unchanged large value. Set REPLICA IDENTITY"
                + " FULL on the source table and land the record again.");
      }
      if (fields == after) {
        fields = after.deepCopy();
      }
      fields.set(name, old);
    }
    return fields;
  }

  /**
   * Whether a value is the placeholder: text, base64 for bytes, in an array of one, or a map's only
   * key.
   */
  private static boolean isUnavailable(@Nullable JsonNode value) {
    if (value == null || value.isValueNode()) {
      return value != null
          && value.isTextual()
          && (UNAVAILABLE.equals(value.textValue()) || UNAVAILABLE_BYTES.equals(value.textValue()));
    }
    return value.size() == 1 && (value.has(UNAVAILABLE) || isUnavailable(value.get(0)));
  }

  private static @Nullable JsonNode either(
      @Nullable JsonNode value, @Nullable JsonNode messageKey, String name) {
    return value == null || value.isNull() ? FieldPath.at(messageKey, name) : value;
  }

  /**
   * Whether a value is null, bare or as the JSON converter wraps it. A row with more columns is no
   * tombstone.
   */
  private static boolean isTombstone(JsonNode value) {
    return value.isNull()
        || (value.path("payload").isNull() && value.size() == (value.has("schema") ? 2 : 1));
  }

  /** Unwraps {@code {"schema":…,"payload":…}}, the JSON converter's form with schemas enabled. */
  private static @Nullable JsonNode payload(@Nullable JsonNode node) {
    return node instanceof ObjectNode object && object.has("payload") && object.has("schema")
        ? object.get("payload")
        : node;
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
