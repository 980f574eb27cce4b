package dev.freshet.autoloader.option;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Value of the option {@code cloudFiles.format}: what the files hold and what a row looks like. */
public enum CloudFilesFormat {
  /** JSON lines, read by Spark into typed columns. */
  JSON,
  /** Text, read by Spark into one column. */
  TEXT,
  /** Records as they landed, each with its origin. */
  ENVELOPE;

  /**
   * @throws InvalidOptionException if no format has that name, in any case
   */
  static CloudFilesFormat parse(String text) {
    for (CloudFilesFormat format : values()) {
      if (format.name().equalsIgnoreCase(text)) {
        return format;
      }
    }
    throw new InvalidOptionException(
        AutoloaderOptions.FORMAT, "there is no format '" + text + "'", "Use " + supported());
  }

  /** The names for the documentation. */
  static String documented() {
    return Stream.of(values())
        .map(each -> "`" + each.name().toLowerCase(Locale.ROOT) + "`")
        .collect(Collectors.joining(", "));
  }

  /** The names as users write them, such as {@code [json, text]}. */
  static String supported() {
    return List.of(values()).toString().toLowerCase(Locale.ROOT);
  }
}
