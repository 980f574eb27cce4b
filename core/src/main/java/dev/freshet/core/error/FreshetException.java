package dev.freshet.core.error;

import org.jspecify.annotations.Nullable;

/** Base of every error Freshet raises on purpose. */
public class FreshetException extends RuntimeException {

  private final ErrorCode code;

  public FreshetException(ErrorCode code, String message) {
    this(code, message, null);
  }

  public FreshetException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong, for callers that react to it. */
  public final ErrorCode code() {
    return code;
  }
}
