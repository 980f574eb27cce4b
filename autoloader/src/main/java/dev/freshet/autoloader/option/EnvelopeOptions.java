package dev.freshet.autoloader.option;

import java.nio.charset.Charset;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The reader options of the format {@code envelope}.
 *
 * @param row what one row stands for
 * @param maxFileBytes most bytes of one file, as it landed and unpacked; {@link Long#MAX_VALUE} if
 *     there is no limit
 * @param encoding name of the encoding of the files; null if each shows its own
 */
public record EnvelopeOptions(RowUnit row, long maxFileBytes, @Nullable String encoding) {

  /** Reader option: {@code true} if a line is to hold one JSON object. */
  public static final String JSON_LINES = "jsonlines";

  /** Reader option: the encoding of text files, such as {@code windows-1252}. */
  public static final String ENCODING = "encoding";

  /** Reader option: {@code true} if a file is one row, its text. */
  public static final String WHOLE_TEXT = "wholetext";

  /** Reader option: {@code true} if a file is one row, its bytes in base64. */
  public static final String WHOLE_BYTES = "wholebytes";

  /** Reader option: most bytes of one file. */
  public static final String MAX_FILE_BYTES = "maxFileBytes";

  /** What one row of the envelope stands for. */
  public enum RowUnit {
    /** One line of a file. */
    LINE,
    /** One line of a file, which is to hold one JSON object. */
    JSON_LINE,
    /** A whole file, its text. */
    FILE_TEXT,
    /** A whole file, its bytes in base64. */
    FILE_BYTES
  }

  /**
   * Reads and checks the options.
   *
   * @param readerOptions keys are case-insensitive; those of other formats are ignored
   * @throws InvalidOptionException if the limit is not a number of bytes, at least 1, or there is
   *     no such encoding
   */
  public static EnvelopeOptions parse(Map<String, String> readerOptions) {
    TreeMap<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    options.putAll(readerOptions);
    return new EnvelopeOptions(
        row(options), maxFileBytes(options.get(MAX_FILE_BYTES)), encoding(options.get(ENCODING)));
  }

  private static RowUnit row(Map<String, String> options) {
    if (Boolean.parseBoolean(options.get(WHOLE_BYTES))) {
      return RowUnit.FILE_BYTES;
    }
    if (Boolean.parseBoolean(options.get(WHOLE_TEXT))) {
      return RowUnit.FILE_TEXT;
    }
    return Boolean.parseBoolean(options.get(JSON_LINES)) ? RowUnit.JSON_LINE : RowUnit.LINE;
  }

  private static @Nullable String encoding(@Nullable String text) {
    try {
      return text == null ? null : Charset.forName(text.strip()).name();
    } catch (IllegalArgumentException e) {
      throw new InvalidOptionException(
          ENCODING,
          "this Java has no encoding '" + text + "'",
          "Write a name like UTF-8, UTF-16LE, windows-1252 or ISO-8859-1");
    }
  }

  private static long maxFileBytes(@Nullable String text) {
    if (text == null) {
      return Long.MAX_VALUE;
    }
    if (!text.matches("[1-9]\\d{0,17}")) {
      throw new InvalidOptionException(
          MAX_FILE_BYTES, "'" + text + "' is not a number of bytes", "Write one like 268435456");
    }
    return Long.parseLong(text);
  }
}
