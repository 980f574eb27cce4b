package dev.freshet.core.error;

import org.jspecify.annotations.Nullable;

/** Other commits kept coming first: rebase and repeat the call. */
public final class CommitConflictException extends FreshetException {

  public CommitConflictException(String message) {
    super(ErrorCode.COMMIT_CONFLICT, message);
  }

  public CommitConflictException(String message, @Nullable Throwable cause) {
    super(ErrorCode.COMMIT_CONFLICT, message, cause);
  }
}
