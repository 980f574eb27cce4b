package dev.freshet.core.error;

import org.jspecify.annotations.Nullable;

/** It is unknown whether the commit arrived: check first, never clean up, never retry blindly. */
public final class CommitStateUnknownException extends FreshetException {

  public CommitStateUnknownException(String message) {
    super(ErrorCode.COMMIT_STATE_UNKNOWN, message);
  }

  public CommitStateUnknownException(String message, @Nullable Throwable cause) {
    super(ErrorCode.COMMIT_STATE_UNKNOWN, message, cause);
  }
}
