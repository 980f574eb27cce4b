package dev.freshet.core.config;

import dev.freshet.core.config.value.Problems;

/**
 * How a document is cut into chunks.
 *
 * @param maxTokens longest chunk in tokens of the embedding model, special tokens included, at
 *     least 1; default {@value #DEFAULT_MAX_TOKENS}
 * @param overlapTokens tokens a chunk repeats from the one before it, below {@code maxTokens};
 *     default {@value #DEFAULT_OVERLAP_TOKENS}
 */
public record ChunkingConfig(int maxTokens, int overlapTokens) {

  public static final int DEFAULT_MAX_TOKENS = 256;
  public static final int DEFAULT_OVERLAP_TOKENS = 32;

  public ChunkingConfig {
    Problems problems = new Problems();
    if (maxTokens < 1) {
      problems.add(
          "document.chunking.max-tokens",
          maxTokens + " is not at least 1",
          "Set it to the longest chunk the embedding model should see, such as 256.");
    } else if (overlapTokens >= maxTokens) {
      problems.add(
          "document.chunking.overlap-tokens",
          overlapTokens + " is not below document.chunking.max-tokens, which is " + maxTokens,
          "Lower it, or raise document.chunking.max-tokens.");
    }
    if (overlapTokens < 0) {
      problems.add(
          "document.chunking.overlap-tokens",
          overlapTokens + " is negative",
          "Set it to 0 for chunks that do not overlap.");
    }
    problems.throwIfAny();
  }

  /** Everything by default. */
  public static ChunkingConfig defaults() {
    return new ChunkingConfig(DEFAULT_MAX_TOKENS, DEFAULT_OVERLAP_TOKENS);
  }
}
