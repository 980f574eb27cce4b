package dev.freshet.core.error;

/** The configuration cannot be used; the message names the key, the value and what to do. */
public final class InvalidConfigException extends FreshetException {

  public InvalidConfigException(String message) {
    super(ErrorCode.INVALID_CONFIG, message);
  }
}
