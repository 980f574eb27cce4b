package dev.freshet.autoloader.envelope;

import java.util.Arrays;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * One row without the columns that are the same for the whole file.
 *
 * @param line from 1; 0 for a marker
 */
record EnvelopeRow(@Nullable UTF8String value, long line, @Nullable String error) {
  static final String NOT_UTF8 = "line is not valid UTF-8";

  static EnvelopeRow marker(String error) {
    return new EnvelopeRow(null, 0, error);
  }

  /** Decodes strictly; what cannot be decoded is replaced and the row says so. */
  static EnvelopeRow decoded(byte[] bytes, int from, int to, long line) {
    UTF8String value = UTF8String.fromBytes(Arrays.copyOfRange(bytes, from, to));
    return value.isValid()
        ? new EnvelopeRow(value, line, null)
        : new EnvelopeRow(value.makeValid(), line, NOT_UTF8);
  }

  /** Length of the byte order mark at the start of {@code bytes}: 3 or 0. */
  static int byteOrderMark(byte[] bytes, int length) {
    return length >= 3
            && bytes[0] == (byte) 0xEF
            && bytes[1] == (byte) 0xBB
            && bytes[2] == (byte) 0xBF
        ? 3
        : 0;
  }

  static boolean isBlank(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != ' ' && (bytes[i] < '\t' || bytes[i] > '\r')) {
        return false;
      }
    }
    return true;
  }
}
