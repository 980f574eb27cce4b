package dev.freshet.embedding;

import java.util.function.ToIntFunction;

/**
 * The most a chunk may hold.
 *
 * @param tokenCounter tokens of a text, special tokens included
 * @param specialTokens tokens of the empty text: what every chunk pays once
 * @param maxTokens most tokens, special tokens included
 */
record SizeLimit(ToIntFunction<String> tokenCounter, int specialTokens, int maxTokens) {

  /**
   * Characters a token may stand for. English has four to five; sixteen bounds the text of a word
   * that is one unknown token however long it is, and of a gap of white space.
   */
  private static final int MAX_CHARS_PER_TOKEN = 16;

  static SizeLimit of(ToIntFunction<String> tokenCounter, int maxTokens) {
    return new SizeLimit(tokenCounter, tokenCounter.applyAsInt(""), maxTokens);
  }

  /** Tokens of {@code text} without the special ones. */
  int tokens(String text) {
    return tokenCounter.applyAsInt(text) - specialTokens;
  }

  /** Most tokens without the special ones. */
  int room() {
    return maxTokens - specialTokens;
  }

  int maxChars() {
    return MAX_CHARS_PER_TOKEN * maxTokens;
  }

  boolean allows(int tokens, int chars) {
    return tokens <= room() && chars <= maxChars();
  }
}
