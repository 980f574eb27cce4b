package dev.freshet.core.config.value;

import java.util.OptionalLong;

/**
 * How many tokens the model may be asked for in one batch.
 *
 * @param tokens the cap, at least 1; empty if the pipeline chooses
 */
public record TokensPerTrigger(OptionalLong tokens) {

  /** The pipeline chooses the cap. */
  public static final TokensPerTrigger AUTO = new TokensPerTrigger(OptionalLong.empty());

  public TokensPerTrigger {
    if (tokens.isPresent() && tokens.getAsLong() < 1) {
      Problems problems = new Problems();
      problems.add(
          "pipeline.max-tokens-per-trigger",
          tokens.getAsLong() + " is not at least 1",
          "Set a number of tokens, or auto.");
      problems.throwIfAny();
    }
  }

  /** A cap of {@code tokens} tokens. */
  public static TokensPerTrigger of(long tokens) {
    return new TokensPerTrigger(OptionalLong.of(tokens));
  }
}
