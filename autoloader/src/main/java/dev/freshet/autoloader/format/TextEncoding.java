package dev.freshet.autoloader.format;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The encodings of Unicode that a text may be in, and how to tell which it is.
 *
 * <p>A byte order mark decides. Without one a text is UTF-8 unless bytes below 32 that are no white
 * space, which no text has, show that a character takes two or four bytes; then it is the one
 * encoding in which all characters are assigned and none is a control character.
 */
enum TextEncoding {
  UTF_8(StandardCharsets.UTF_8, 1, 0xEF, 0xBB, 0xBF),
  // Before UTF-16, whose mark is the beginning of this one's.
  UTF_32LE(Charset.forName("UTF-32LE"), 4, 0xFF, 0xFE, 0, 0),
  UTF_32BE(Charset.forName("UTF-32BE"), 4, 0, 0, 0xFE, 0xFF),
  UTF_16LE(StandardCharsets.UTF_16LE, 2, 0xFF, 0xFE),
  UTF_16BE(StandardCharsets.UTF_16BE, 2, 0xFE, 0xFF);

  /** A text in UTF-16 has fewer units of two printable ASCII characters than this. */
  private static final double ASCII_PAIRS_MAX = 0.8;

  /** A text in UTF-8 has more of them than this, whatever bytes 0 it has. */
  private static final double ASCII_PAIRS_FEW = 0.5;

  private static final int ESCAPE = 0x1B;

  private final Charset charset;
  private final int unitBytes;
  private final byte[] mark;

  TextEncoding(Charset charset, int unitBytes, int... mark) {
    this.charset = charset;
    this.unitBytes = unitBytes;
    this.mark = new byte[mark.length];
    for (int i = 0; i < mark.length; i++) {
      this.mark[i] = (byte) mark[i];
    }
  }

  /**
   * What the first bytes of a text say.
   *
   * @param encoding the encoding; empty if it is none of these, or more than one is possible
   * @param markBytes length of the byte order mark, which is no part of the text
   */
  record Found(Optional<TextEncoding> encoding, int markBytes) {}

  /**
   * The encoding of a text.
   *
   * @param head the first bytes of the text, or all
   */
  static Found of(byte[] head) {
    for (TextEncoding each : values()) {
      if (startsWith(head, each.mark)) {
        return new Found(Optional.of(each), each.mark.length);
      }
    }
    return new Found(withoutMark(head), 0);
  }

  private static Optional<TextEncoding> withoutMark(byte[] head) {
    int controls = 0;
    boolean zeros = false;
    for (int i = 0; i < head.length; i++) {
      zeros |= head[i] == 0;
      controls += isControl(head[i] & 0xFF) ? 1 : 0;
      if (head[i] == ESCAPE && i + 1 < head.length && isShift(head[i + 1])) {
        return Optional.empty(); // ISO-2022, the encoding of mail in Japanese.
      }
    }
    boolean utf8 = Utf8.isValidStart(head);
    if (!zeros && (controls == 0 || utf8 && controls * 4 < head.length)) {
      return utf8 ? Optional.of(UTF_8) : Optional.empty();
    }
    Optional<TextEncoding> wide = wide(head);
    if (!utf8) {
      return wide.filter(each -> each.unitBytes > 2 || asciiPairs(head) < ASCII_PAIRS_MAX);
    }
    // It is UTF-8 with control characters, if they are few and it can be nothing else.
    if (controls * 4 >= head.length || (wide.isPresent() && asciiPairs(head) < ASCII_PAIRS_FEW)) {
      return wide;
    }
    return wide.isEmpty() ? Optional.of(UTF_8) : Optional.empty();
  }

  /**
   * Whether these are the first bytes of something else than lines of text: many of them are
   * control characters, and no line begins like an object of JSON.
   */
  static boolean isNoText(byte[] head) {
    int controls = 0;
    for (int i = 0; i < head.length; i++) {
      controls += isControl(head[i] & 0xFF) ? 1 : 0;
      boolean lineStart = i == 0 || head[i - 1] == '\n';
      if (lineStart && i + 1 < head.length && head[i] == '{' && head[i + 1] == '"') {
        return false;
      }
    }
    return controls * 20 >= head.length && head.length > 0;
  }

  /** The one wide encoding of which this can be a text. */
  private static Optional<TextEncoding> wide(byte[] head) {
    TextEncoding best = null;
    long bestBlanks = -1;
    boolean tie = false;
    for (TextEncoding each : values()) {
      if (each == UTF_8) {
        continue;
      }
      Optional<String> text = each.text(head);
      if (text.isEmpty() || !isPlausible(text.get())) {
        continue;
      }
      if (each.unitBytes > 2) {
        return Optional.of(each); // By chance, no other text is valid UTF-32.
      }
      long blanks = text.get().chars().filter(c -> c == ' ' || c == '\n').count();
      tie = blanks == bestBlanks;
      if (blanks > bestBlanks) {
        best = each;
        bestBlanks = blanks;
      }
    }
    return tie ? Optional.empty() : Optional.ofNullable(best);
  }

  /** The bytes as text; what is left of a character at the end is no part of it. */
  private Optional<String> text(byte[] head) {
    try {
      CharsetDecoder decoder = decoder(charset);
      CharBuffer text = CharBuffer.allocate(head.length + 1);
      if (decoder.decode(ByteBuffer.wrap(head), text, false).isError()) {
        return Optional.empty();
      }
      return Optional.of(text.flip().toString());
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
  }

  private static boolean isPlausible(String text) {
    return !text.isEmpty()
        && text.codePoints()
            .noneMatch(
                c ->
                    isControl(c)
                        || !Character.isDefined(c)
                        || Character.getType(c) == Character.SURROGATE
                        || Character.getType(c) == Character.PRIVATE_USE);
  }

  /** Whether a character is below 32 and none of those that texts have, such as a line end. */
  private static boolean isControl(int c) {
    return c < ' ' && (c < '\t' || c > '\r') && c != 0x1E && c != ESCAPE;
  }

  private static boolean isShift(byte b) {
    return b == '$' || b == '(';
  }

  private static double asciiPairs(byte[] head) {
    int units = head.length / 2;
    int pairs = 0;
    for (int i = 0; i + 1 < head.length; i += 2) {
      pairs += isPrintable(head[i]) && isPrintable(head[i + 1]) ? 1 : 0;
    }
    return units == 0 ? 1 : pairs / (double) units;
  }

  private static boolean isPrintable(byte b) {
    return b >= ' ' && b < 0x7F;
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  Charset charset() {
    return charset;
  }

  /**
   * The UTF-8 of a text.
   *
   * @throws CharacterCodingException if a part of it is no text in that encoding
   */
  static byte[] utf8(byte[] bytes, int from, Charset charset) throws CharacterCodingException {
    CharBuffer text = decoder(charset).decode(ByteBuffer.wrap(bytes, from, bytes.length - from));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Decodes strictly: what is no text is an error and is not replaced. */
  static CharsetDecoder decoder(Charset charset) {
    return charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }
}
