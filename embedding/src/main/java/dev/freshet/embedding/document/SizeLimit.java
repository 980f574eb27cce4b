package dev.freshet.embedding.document;

import java.util.function.ToIntFunction;

/**
 * The most a chunk may hold, what stands in front of each included.
 *
 * @param tokenCounter tokens of a text, special tokens included
 * @param specialTokens tokens of the empty text: what every chunk pays once
 * @param maxTokens most tokens, special tokens included
 * @param prefix what every chunk begins with; white space at its end keeps its tokens its own
 * @param prefixTokens tokens of it, without the special ones
 */
public record SizeLimit(
    ToIntFunction<String> tokenCounter,
    int specialTokens,
    int maxTokens,
    String prefix,
    int prefixTokens) {

  /**
   * Characters a token may stand for. English has four to five; sixteen bounds the text of a word
   * that is one unknown token however long it is, and of a gap of white space.
   */
  private static final int MAX_CHARS_PER_TOKEN = 16;

  public static SizeLimit of(ToIntFunction<String> tokenCounter, int maxTokens) {
    return new SizeLimit(tokenCounter, tokenCounter.applyAsInt(""), maxTokens, "", 0);
  }

  /** The limit of chunks that begin with {@code prefix} and nothing else in front. */
  public SizeLimit after(String prefix) {
    return new SizeLimit(tokenCounter, specialTokens, maxTokens, prefix, tokens(prefix));
  }

  /** Tokens of {@code text} alone, without the special ones. */
  public int tokens(String text) {
    return tokenCounter.applyAsInt(text) - specialTokens;
  }

  /** Most tokens behind the prefix, without the special ones. */
  public int room() {
    return maxTokens - specialTokens - prefixTokens;
  }

  /** Most characters behind the prefix. */
  public int maxChars() {
    return MAX_CHARS_PER_TOKEN * maxTokens - prefix.length();
  }

  boolean allows(int tokens, int chars) {
    return tokens <= room() && chars <= maxChars();
  }

  /** Whether {@code text} behind the prefix is a chunk: counts the very text. */
  public boolean fits(String text) {
    return text.length() <= maxChars() && tokens(prefix + text) <= room() + prefixTokens;
  }
}
