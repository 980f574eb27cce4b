package dev.freshet.core.config;

/** How the landed files are written. */
public enum SourceFormat {
  /** One JSON object a line. */
  JSON,
  /** Each file is one record with the fields {@code path}, {@code name} and {@code value}. */
  TEXT
}
