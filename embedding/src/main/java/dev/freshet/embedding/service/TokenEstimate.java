package dev.freshet.embedding.service;

/**
 * How many tokens a service will make of a text, estimated without its tokenizer: one per three
 * bytes of UTF-8, and two for the model's own. English prose has four to five bytes a token, so it
 * is over-estimated by half; Chinese and Japanese come out at one token a character. Digits, code
 * and rare scripts can exceed it.
 */
final class TokenEstimate {

  static final int BYTES_PER_TOKEN = 3;
  static final int SPECIAL_TOKENS = 2;

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

  /** A surrogate counts two, so that a pair has the four bytes of its code point. */
  private static int utf8Bytes(char c) {
    if (c < 0x80) {
      return 1;
    }
    return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
  }
}
