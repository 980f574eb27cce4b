package dev.freshet.autoloader.format;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One record of a file. */
public final class FileRecord {
  private static final String NOT_UTF8 =
      "Cannot read the line as text: it is not UTF-8 (Windows-1252 or Latin-1, perhaps). Write the"
          + " file in UTF-8 and land it again, or set the option encoding (in source.options).";

  private static final int MIB = 1 << 20;

  private final byte @Nullable [] value;
  private final long line;
  private final @Nullable String error;

  private FileRecord(byte @Nullable [] value, long line, @Nullable String error) {
    this.value = value;
    this.line = line;
    this.error = error;
  }

  /** A record that is as it landed. */
  public static FileRecord of(byte[] utf8, long line) {
    return new FileRecord(utf8, line, null);
  }

  /** Decodes a part of {@code bytes}; what is not UTF-8 is replaced and the record says so. */
  static FileRecord decoded(byte[] bytes, int from, int to, long line) {
    byte[] value = Arrays.copyOfRange(bytes, from, to);
    return Utf8.isValid(value)
        ? new FileRecord(value, line, null)
        : new FileRecord(Utf8.repaired(value), line, NOT_UTF8);
  }

  /**
   * Lines that are no records.
   *
   * @param value what they are; null if it was left out
   * @param line the first of them
   * @param why says what is wrong and what to do
   */
  public static FileRecord refused(byte @Nullable [] value, long line, String why) {
    return new FileRecord(
        value == null || Utf8.isValid(value) ? value : Utf8.repaired(value), line, why);
  }

  /** A line that is too large to be a value. */
  static FileRecord tooLargeLine(long line, int maxBytes) {
    return new FileRecord(null, line, tooLarge("line", maxBytes));
  }

  /** A row that is too large to be a value. */
  public static FileRecord tooLargeRow(long line, int maxBytes) {
    return new FileRecord(null, line, tooLarge("row", maxBytes));
  }

  /** A file that is too large to be a value. */
  static FileRecord tooLargeFile(int maxBytes) {
    return new FileRecord(null, 1, tooLarge("file", maxBytes));
  }

  private static String tooLarge(String what, int maxBytes) {
    return what
        + " is larger than "
        + (maxBytes >= MIB ? maxBytes / MIB + " MiB" : maxBytes + " bytes")
        + " and was left out. Land it in smaller "
        + what
        + "s.";
  }

  /** Valid UTF-8, or null if the record was left out. The array belongs to the caller. */
  public byte @Nullable [] value() {
    return value;
  }

  /** Number of the line in the file, from 1; blank lines count. */
  public long line() {
    return line;
  }

  /** What is wrong with the record, null if nothing is. */
  public @Nullable String error() {
    return error;
  }
}
