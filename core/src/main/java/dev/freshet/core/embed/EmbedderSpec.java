package dev.freshet.core.embed;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.vector.VectorTableSpec;

/**
 * What a caller must know of a model.
 *
 * @param model the name it is configured by, such as {@code all-minilm-l6-v2}
 * @param dimension length of every vector
 * @param maxTokens longest text it embeds whole, special tokens included
 * @param fingerprint names everything the vector depends on beside the text (model and tokenizer
 *     bytes, pooling, prefix, token limit, runtime version); vectors of different fingerprints must
 *     not be compared
 */
public record EmbedderSpec(String model, int dimension, int maxTokens, String fingerprint) {

  /**
   * Requires that this model made the vectors of {@code table}: a search with another one would
   * answer nonsense.
   *
   * @throws FreshetException with {@code FINGERPRINT_MISMATCH} if another model made them
   */
  public void requireMade(VectorTableSpec table) {
    if (!table.fingerprint().equals(fingerprint)) {
      throw new FreshetException(
          ErrorCode.FINGERPRINT_MISMATCH,
          "Cannot use embedding.model %s with this vector table: its vectors were made by %s, this model is %s. Go back to that model, or stop every process, remove the vector table's directory and start `run`: it fills a new one."
              .formatted(model, table.fingerprint(), fingerprint));
    }
  }
}
