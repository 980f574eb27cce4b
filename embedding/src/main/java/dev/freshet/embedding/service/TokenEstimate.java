package dev.freshet.embedding.service;

/**
 * Estimates how many tokens a service will count in a text, without its tokenizer: one per three
 * bytes of UTF-8, and two special tokens. English prose has four to five bytes per token, so the
 * estimate is half too high; for Chinese and Japanese it is one token per character. Digits, code
 * and rare scripts can have more.
 */
final class TokenEstimate {

  private static final int BYTES_PER_TOKEN = 3;
  private static final int SPECIAL_TOKENS = 2;

  private TokenEstimate() {}

  static int of(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      bytes += utf8Bytes(text.charAt(i));
    }
    return (int)
        Math.min(
            Integer.MAX_VALUE, SPECIAL_TOKENS + (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN);
  }

  /** A surrogate counts as two bytes, so that a pair has the four bytes of its code point. */
  private static int utf8Bytes(char c) {
    if (c < 0x80) {
      return 1;
    }
    return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
  }
}
