package dev.freshet.core.config;

import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.config.value.Problems;
import dev.freshet.core.config.value.SourceFormat;
import dev.freshet.core.config.value.ValueType;
import dev.freshet.storage.location.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a pipeline reads: the landing zone, its records and their documents. {@link FreshetConfig}
 * checks that the three sections go together.
 *
 * @param source where changes land
 * @param record what identifies a record
 * @param document which part of a record is searched
 */
public record InputConfig(SourceConfig source, RecordConfig record, DocumentConfig document) {

  private static final String CANARY = "serve.canary.every";

  /** Where a file is a record, the sections may only name the fields that every file has. */
  void check(Problems problems) {
    SourceFormat format = source.format();
    if (!format.isOneRecordPerFile()) {
      return;
    }
    checkKnown(problems, "record.key", record.key());
    checkKnown(problems, "document.text", document.text().fields());
    checkKnown(problems, "document.metadata", document.metadata().names());
    if (record.version().isPresent()) {
      problems.add(
          "record.version",
          notAField(record.version().get()),
          "Leave it out; a file that lands again is the newer version.");
    }
    boolean binary = document.format() == DocumentFormat.BINARY;
    if (format == SourceFormat.BINARY_FILE
        && !binary
        && document.text().fields().contains("content")) {
      problems.add(
          "document.format",
          "'"
              + ValueType.lower(document.format())
              + "' would take the base64 of source.format: binaryFile for the text",
          "Set document.format: binary, or leave it out.");
    }
    if (format == SourceFormat.TEXT && binary) {
      problems.add(
          "document.format",
          "'binary' does not go with source.format: text, which reads files as text",
          "Set source.format: binaryFile.");
    }
  }

  /**
   * The field of the document that holds the text of a canary record; empty if every one identifies
   * a record or its version.
   */
  public Optional<String> canaryField() {
    return document.text().fields().stream()
        .filter(field -> !record.key().contains(field))
        .filter(field -> !record.version().equals(Optional.of(field)))
        .findFirst();
  }

  /** A canary record is a line of JSON with a text. */
  void checkCanary(Problems problems) {
    String leaveOut = "Leave serve.canary out.";
    if (!(source.location() instanceof Location.Local)) {
      problems.add(CANARY, "a canary lands in a directory of this machine only", leaveOut);
    }
    if (source.format() != SourceFormat.JSON) {
      problems.add(CANARY, "a canary is a line of JSON, and source.format is not json", leaveOut);
    }
    if (document.format() == DocumentFormat.BINARY) {
      problems.add(CANARY, "a canary has a text, and document.format is binary", leaveOut);
    }
    if (canaryField().isEmpty()) {
      problems.add(
          CANARY,
          "document.text has no field beside those of record.key and record.version, so a canary"
              + " has no place for its text",
          leaveOut);
    }
  }

  private void checkKnown(Problems problems, String key, List<String> fields) {
    List<String> known = source.format().fileFields();
    List<String> unknown = new ArrayList<>(fields);
    unknown.removeAll(Set.copyOf(known));
    for (String field : unknown) {
      problems.add(key, notAField(field), "Use one of " + String.join(", ", known) + ".");
    }
  }

  private String notAField(String field) {
    return "'" + field + "' is not a field of source.format: " + source.format().spelling();
  }
}
