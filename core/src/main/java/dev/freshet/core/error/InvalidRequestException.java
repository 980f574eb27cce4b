package dev.freshet.core.error;

/** The caller's arguments do not fit; the message says which and what would. */
public final class InvalidRequestException extends FreshetException {

  public InvalidRequestException(String message) {
    super(ErrorCode.INVALID_REQUEST, message);
  }
}
