package dev.freshet.pipeline.change;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/**
 * Source format {@code binaryFile}: every file is one record with the columns of Spark's source of
 * that name, {@code path}, {@code modificationTime}, {@code length} and {@code content} (base64),
 * and {@code name}. A file that is written again is a new version of its record.
 */
final class BinaryFileParser implements ChangeParser {

  private final RecordIdentity identity;

  BinaryFileParser(RecordIdentity identity) {
    this.identity = identity;
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
    fields.put("modificationTime", row.landedAt().toString());
    fields.put("length", decodedLength(row.value()));
    fields.put("content", row.value());
    try {
      String key = identity.key(fields::get);
      return new Parsed.Accepted(
          new ChangeEvent(
              ChangeEvent.Op.UPSERT, key, row.arrival(), row.arrival(), fields, row.landedAt()));
    } catch (RejectedLine e) {
      return new Parsed.Rejected(e.getMessage());
    }
  }

  /** Bytes of the content that was read; the file may have been rewritten since it was found. */
  private static long decodedLength(String base64) {
    int padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
    return base64.length() / 4L * 3 - padding;
  }
}
