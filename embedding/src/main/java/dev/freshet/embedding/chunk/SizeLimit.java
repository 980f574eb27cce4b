package dev.freshet.embedding.chunk;

import java.util.function.ToIntFunction;

/**
 * How large a chunk may be, the prefix that every chunk begins with included.
 *
 * @param tokenCounter counts the tokens of a text, special tokens included
 * @param specialTokens tokens of the empty text; every chunk has them once
 * @param maxTokens most tokens, special tokens included
 * @param prefix what every chunk begins with; white space at its end keeps it from sharing a token
 *     with the text
 * @param prefixTokens tokens of the prefix, without the special tokens
 */
record SizeLimit(
    ToIntFunction<String> tokenCounter,
    int specialTokens,
    int maxTokens,
    String prefix,
    int prefixTokens) {

  /**
   * How many characters a chunk may have per token. English has four to five; sixteen bounds a long
   * word that is one unknown token, and a gap of white space.
   */
  private static final int MAX_CHARS_PER_TOKEN = 16;

  /** The limit of chunks without a prefix. */
  static SizeLimit of(ToIntFunction<String> tokenCounter, int maxTokens) {
    return new SizeLimit(tokenCounter, tokenCounter.applyAsInt(""), maxTokens, "", 0);
  }

  /** The limit of chunks that begin with {@code prefix} instead of this limit's. */
  SizeLimit after(String prefix) {
    return new SizeLimit(tokenCounter, specialTokens, maxTokens, prefix, tokens(prefix));
  }

  /** How many tokens {@code text} has, without the special tokens. */
  int tokens(String text) {
    return tokenCounter.applyAsInt(text) - specialTokens;
  }

  /** Most tokens after the prefix, without the special tokens. */
  int room() {
    return maxTokens - specialTokens - prefixTokens;
  }

  /** Most characters after the prefix. */
  int maxChars() {
    return MAX_CHARS_PER_TOKEN * maxTokens - prefix.length();
  }

  /** Whether a text of so many tokens and characters fits after the prefix. */
  boolean allows(int tokens, int chars) {
    return tokens <= room() && chars <= maxChars();
  }

  /** Whether {@code text} fits after the prefix; counts the tokens of both together. */
  boolean fits(String text) {
    return text.length() <= maxChars() && tokens(prefix + text) <= room() + prefixTokens;
  }
}
