package dev.freshet.pipeline.change;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/**
 * Source format {@code text}: every file is one record with the columns {@code path}, {@code name}
 * and {@code value}, the file's whole text. A file that is written again is a new version of its
 * record.
 */
final class TextFileParser implements ChangeParser {

  private final RecordIdentity identity;

  TextFileParser(RecordIdentity identity) {
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
    fields.put("value", row.value());
    try {
      String key = identity.key(fields::get);
      return new Parsed.Accepted(
          new ChangeEvent(
              ChangeEvent.Op.UPSERT, key, row.arrival(), row.arrival(), fields, row.landedAt()));
    } catch (RejectedLine e) {
      return new Parsed.Rejected(e.getMessage());
    }
  }
}
