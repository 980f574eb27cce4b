package dev.freshet.core.config.value;

import java.util.List;

/** How the landed files are written. */
public enum SourceFormat {
  /** One JSON object per line. */
  JSON("json", List.of()),
  /** Separated values: a row is a change. */
  CSV("csv", List.of()),
  /** Parquet: a row is a change. */
  PARQUET("parquet", List.of()),
  /** Avro object files: a row is a change. */
  AVRO("avro", List.of()),
  /** ORC: a row is a change. */
  ORC("orc", List.of()),
  /** XML: an element of the name that the option {@code rowTag} gives is a change. */
  XML("xml", List.of()),
  /** Each file is one record: its text. */
  TEXT("text", List.of("path", "name", "value")),
  /**
   * Each file is one record: its bytes. The columns are those of Spark's source of that name and
   * {@code name}; {@code content} is base64.
   */
  BINARY_FILE("binaryFile", List.of("path", "name", "modificationTime", "length", "content"));

  private final String spelling;

  @SuppressWarnings("ImmutableEnumChecker") // Lists that cannot be changed.
  private final List<String> fileFields;

  SourceFormat(String spelling, List<String> fileFields) {
    this.spelling = spelling;
    this.fileFields = fileFields;
  }

  /** The format as a configuration names it. */
  public String spelling() {
    return spelling;
  }

  /** Whether a file is one record, rather than a sequence of changes. */
  public boolean isOneRecordPerFile() {
    return !fileFields.isEmpty();
  }

  /** Whether files have rows of columns, which Spark's readers of the format read. */
  public boolean hasColumns() {
    return switch (this) {
      case CSV, PARQUET, AVRO, ORC, XML -> true;
      case JSON, TEXT, BINARY_FILE -> false;
    };
  }

  /** The fields of a record that is a file; empty if the files say themselves what they hold. */
  public List<String> fileFields() {
    return fileFields;
  }
}
