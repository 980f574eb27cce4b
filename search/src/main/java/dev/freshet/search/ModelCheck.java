package dev.freshet.search;

import dev.freshet.core.embed.EmbedderSpec;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.vector.VectorTableSpec;

/** Vectors of different models cannot be compared: a search would answer nonsense. */
public final class ModelCheck {

  private ModelCheck() {}

  /**
   * Requires that {@code model} made the vectors of {@code table}.
   *
   * @throws FreshetException with {@code FINGERPRINT_MISMATCH} if another one did
   */
  public static void require(EmbedderSpec model, VectorTableSpec table) {
    if (!table.fingerprint().equals(model.fingerprint())) {
      throw new FreshetException(
          ErrorCode.FINGERPRINT_MISMATCH,
          "Cannot use embedding.model %s with this vector table: its vectors were made by %s, this model is %s. Go back to that model, or let `reindex` build a new table."
              .formatted(model.model(), table.fingerprint(), model.fingerprint()));
    }
  }
}
