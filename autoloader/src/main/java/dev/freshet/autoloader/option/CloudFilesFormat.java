package dev.freshet.autoloader.option;

import dev.freshet.autoloader.catalogue.OptionName;
import java.util.List;

/** Value of the option {@code cloudFiles.format}: what the files hold and what a row looks like. */
public enum CloudFilesFormat {
  /** Avro object files. */
  AVRO("avro"),
  /** A file is a row: its path, time, length and bytes. */
  BINARY_FILE("binaryFile"),
  /** Separated values. */
  CSV("csv"),
  /** JSON, a record on each line or, with {@code multiLine}, a file. */
  JSON("json"),
  /** ORC. */
  ORC("orc"),
  /** Parquet. */
  PARQUET("parquet"),
  /** Text, in one column. */
  TEXT("text"),
  /** XML elements of the name {@code rowTag}. */
  XML("xml"),
  /** Records as they landed, each with its origin. The only one that Spark does not read. */
  ENVELOPE("envelope");

  private final String name;

  CloudFilesFormat(String name) {
    this.name = name;
  }

  /**
   * @throws InvalidOptionException if no format has that name, in any case
   */
  static CloudFilesFormat parse(String text) {
    for (CloudFilesFormat format : values()) {
      if (format.name.equalsIgnoreCase(text)) {
        return format;
      }
    }
    throw new InvalidOptionException(
        OptionName.FORMAT, "there is no format '" + text + "'", "Use " + supported());
  }

  /** The names as users write them, such as {@code [json, text]}. */
  static String supported() {
    return List.of(values()).toString();
  }

  /** Whether the bytes of a file say where it ends, so that an empty file is none. */
  public boolean hasEnd() {
    return this == AVRO || this == ORC || this == PARQUET;
  }

  /** As users write it. */
  @Override
  public String toString() {
    return name;
  }
}
