package dev.freshet.embedding.model;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import org.jspecify.annotations.Nullable;

/** The files of a model are missing, damaged, or of an unknown kind. */
public final class UnreadableModelException extends FreshetException {

  /**
   * Says which model cannot be opened and why.
   *
   * @param model its name or directory
   * @param why a clause that completes "Cannot open embedding model"
   */
  public UnreadableModelException(String model, String why, @Nullable Throwable cause) {
    super(
        ErrorCode.MODEL_UNREADABLE,
        "Cannot open embedding model `%s`: %s. Restore its files, or name another model in `embedding.model`."
            .formatted(model, why),
        cause);
  }
}
