package dev.freshet.pipeline.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.pipeline.convention.ConnectMessage;
import dev.freshet.pipeline.convention.DeleteMarks;
import dev.freshet.pipeline.convention.FeedMessage;
import dev.freshet.pipeline.convention.SourceLogs;
import dev.freshet.pipeline.document.FieldPath;
import dev.freshet.pipeline.document.RejectedLine;
import dev.freshet.pipeline.order.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * Change format {@code plain}: every line is a whole record, or a message of Kafka Connect that
 * holds one, such as an event of Debezium that was unwrapped. {@link DeleteMarks} say which lines
 * delete; a message with a key and without a value deletes too. Without a version column the order
 * is that of the source's log, where the row says its place, else that of arrival.
 */
final class PlainParser implements ChangeParser {

  private final RecordIdentity identity;
  private final DeleteMarks marks;
  private final int epoch;

  PlainParser(RecordIdentity identity, DeleteMarks marks, int epoch) {
    this.identity = identity;
    this.marks = marks;
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
    ObjectNode line = JsonLines.object(row);
    ConnectMessage message = ConnectMessage.ofRow(line);
    if (message.isTombstone() && message.key() != null) {
      String key = identity.key(name -> identity.inMessageKey(message.key(), name));
      return change(ChangeEvent.Op.DELETE, key, null, SourcePosition.none(epoch), null);
    }
    ObjectNode fields = JsonLines.object(row, message.value());
    if (FeedMessage.is(fields) && !identity.anyIn(fields)) {
      return ChangeEvent.control(SourcePosition.none(epoch));
    }
    String key = identity.key(name -> either(fields, message.key(), name));
    SourcePosition position = SourceLogs.ofRow(fields, epoch);
    Long version =
        identity.hasVersionColumn()
            ? identity.version(name -> FieldPath.at(fields, name))
            : Long.valueOf(position.number() == null ? row.arrival() : position.number());
    if (marks.deleted(fields)) {
      return change(ChangeEvent.Op.DELETE, key, version, position, null);
    }
    if (version == null) {
      throw identity.missingVersion();
    }
    return change(ChangeEvent.Op.UPSERT, key, version, position, fields);
  }

  private @Nullable JsonNode either(ObjectNode fields, @Nullable JsonNode messageKey, String name) {
    JsonNode value = FieldPath.at(fields, name);
    return value == null || value.isNull() ? identity.inMessageKey(messageKey, name) : value;
  }

  private static ChangeEvent change(
      ChangeEvent.Op op,
      String key,
      @Nullable Long version,
      SourcePosition position,
      @Nullable ObjectNode fields) {
    return new ChangeEvent(op, key, null, version, position, fields, position.time());
  }
}
