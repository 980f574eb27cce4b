package dev.freshet.embedding.onnx;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import org.jspecify.annotations.Nullable;

/** The files of a model are missing, damaged, or of a kind that is not understood. */
final class UnreadableModelException extends FreshetException {

  UnreadableModelException(String model, String why, @Nullable Throwable cause) {
    super(
        ErrorCode.MODEL_UNREADABLE,
        "Cannot open embedding model `%s`: %s. Restore its files, or name another model in `embedding.model`."
            .formatted(model, why),
        cause);
  }
}
