package dev.freshet.core.embed;

import java.util.List;

/**
 * A model that turns texts into vectors of unit length.
 *
 * <p>{@code embed} is a pure function of the text, the input type and {@link
 * EmbedderSpec#fingerprint()}: a text gets the same vector bit for bit, alone or in any batch,
 * today or in a replay. A model behind a service is as reproducible as the service makes it.
 * Implementations are thread-safe and own native resources until {@link #close()}.
 */
public interface Embedder extends AutoCloseable {

  /** What callers must know of the model; always the same. */
  EmbedderSpec spec();

  /**
   * Tokens of {@code text} including the model's special tokens: exact where the tokenizer is
   * available, else an estimate that is pure and grows with the text.
   */
  int countTokens(String text);

  /**
   * Embeds the texts, using every core it was given.
   *
   * @return one outcome per text, in the order of the texts; nothing is truncated silently, a text
   *     above {@link EmbedderSpec#maxTokens()} is {@link EmbedOutcome.Rejected}
   * @throws dev.freshet.core.error.FreshetException if the model as a whole fails; its code says
   *     whether the call may be repeated
   */
  List<EmbedOutcome> embed(List<String> texts, InputType type);

  /** What was sent to the service behind the model; nothing if there is none. */
  default ServiceCounts serviceCounts() {
    return ServiceCounts.NONE;
  }

  @Override
  void close();
}
