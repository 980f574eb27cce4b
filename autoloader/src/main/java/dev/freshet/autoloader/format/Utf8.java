package dev.freshet.autoloader.format;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * UTF-8 in byte arrays. Written out because the decoder of the JDK replaces an encoded surrogate by
 * one character, and Spark's {@code UTF8String.makeValid}, whose result rows have always had, by
 * one for each of its bytes, as the Unicode standard recommends (section 3.9, U+FFFD substitution
 * of maximal subparts).
 */
final class Utf8 {
  private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private Utf8() {}

  static boolean isValid(byte[] bytes) {
    int at = 0;
    while (at < bytes.length) {
      int length = sequence(bytes, at);
      if (length < 0) {
        return false;
      }
      at += length;
    }
    return true;
  }

  /** Whether the bytes are UTF-8, but for a character at their end that may be cut. */
  static boolean isValidStart(byte[] bytes) {
    int at = 0;
    while (at < bytes.length) {
      int length = sequence(bytes, at);
      if (length < 0) {
        return at - length == bytes.length && length(bytes[at] & 0xFF) > 0;
      }
      at += length;
    }
    return true;
  }

  /** The same bytes with U+FFFD in place of each maximal part that is not UTF-8. */
  static byte[] repaired(byte[] bytes) {
    ByteArrayOutputStream repaired = new ByteArrayOutputStream(bytes.length + REPLACEMENT.length);
    int at = 0;
    while (at < bytes.length) {
      int length = sequence(bytes, at);
      if (length > 0) {
        repaired.write(bytes, at, length);
      } else {
        repaired.writeBytes(REPLACEMENT);
      }
      at += Math.abs(length);
    }
    return repaired.toByteArray();
  }

  /** Length of the character that starts there; negative: of the invalid part that does. */
  private static int sequence(byte[] bytes, int at) {
    int first = bytes[at] & 0xFF;
    if (first < 0x80) {
      return 1;
    }
    int length = length(first);
    // Which second bytes are allowed keeps out overlong forms, surrogates and what is too large.
    int low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    for (int i = 1; i < length; i++) {
      int next = at + i < bytes.length ? bytes[at + i] & 0xFF : 0;
      if (next < low || next > high) {
        return -i;
      }
      low = 0x80;
      high = 0xBF;
    }
    return length;
  }

  /** By its first byte; -1 if no character starts with it. */
  private static int length(int first) {
    if (first < 0xC2 || first > 0xF4) {
      return -1;
    }
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  }

  /** Length of the byte order mark that is at {@code from}: 3 or 0. */
  static int byteOrderMark(byte[] bytes, int from, int to) {
    int end = from + BYTE_ORDER_MARK.length;
    return end <= to && Arrays.equals(bytes, from, end, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length)
        ? BYTE_ORDER_MARK.length
        : 0;
  }

  /** Whether a part of {@code bytes} has nothing but white space of ASCII. */
  static boolean isBlank(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isBlank(bytes[i])) {
        return false;
      }
    }
    return true;
  }

  /** Whether a byte is white space of ASCII. */
  static boolean isBlank(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }
}
