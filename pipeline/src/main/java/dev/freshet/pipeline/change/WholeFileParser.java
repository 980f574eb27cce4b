package dev.freshet.pipeline.change;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.pipeline.document.RejectedLine;
import dev.freshet.pipeline.order.SourcePosition;
import java.nio.file.Path;

/**
 * Source formats in which every file is one record, with the columns {@code path} and {@code name}
 * beside its content. A file that is rewritten is a new version of its record.
 */
final class WholeFileParser implements ChangeParser {

  private final RecordIdentity identity;
  private final int epoch;
  private final Content content;

  private WholeFileParser(RecordIdentity identity, int epoch, Content content) {
    this.identity = identity;
    this.epoch = epoch;
    this.content = content;
  }

  /** Format {@code text}: the column {@code value} is the file's text. */
  static WholeFileParser ofText(RecordIdentity identity, int epoch) {
    return new WholeFileParser(identity, epoch, (fields, row, value) -> fields.put("value", value));
  }

  /**
   * Format {@code binaryFile}: the columns of Spark's source of that name, {@code
   * modificationTime}, {@code length} and {@code content}, the latter in base64.
   */
  static WholeFileParser ofBytes(RecordIdentity identity, int epoch) {
    return new WholeFileParser(
        identity,
        epoch,
        (fields, row, value) -> {
          fields.put("modificationTime", row.landedAt().toString());
          fields.put("length", decodedLength(value));
          fields.put("content", value);
        });
  }

  @Override
  public Parsed parse(LandedRow row) {
    if (row.error() != null || row.value() == null) {
      return new Parsed.Rejected(
          row.error() == null
              ? "Cannot read the file: it has no content. Land the file again."
              : row.error());
    }
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.put("path", row.path());
    fields.put("name", String.valueOf(Path.of(row.path()).getFileName()));
    content.into(fields, row, row.value());
    try {
      String key = identity.key(fields::get);
      return new Parsed.Accepted(
          new ChangeEvent(
              ChangeEvent.Op.UPSERT,
              key,
              null,
              row.arrival(),
              SourcePosition.none(epoch),
              fields,
              row.landedAt()));
    } catch (RejectedLine e) {
      return new Parsed.Rejected(e.getMessage());
    }
  }

  /** Bytes of the content that was read; the file may have been rewritten since it was found. */
  private static long decodedLength(String base64) {
    int padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
    return base64.length() / 4L * 3 - padding;
  }

  /** Adds the columns of the content. */
  private interface Content {
    void into(ObjectNode fields, LandedRow row, String value);
  }
}
