package dev.freshet.core.error;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The caller's arguments do not fit; the message says which one and what would fit. */
public final class InvalidRequestException extends FreshetException {

  private final @Nullable String argument;

  public InvalidRequestException(String message) {
    super(ErrorCode.INVALID_REQUEST, message);
    this.argument = null;
  }

  /**
   * @param argument the one that does not fit, as the caller names it
   */
  public InvalidRequestException(String argument, String message) {
    super(ErrorCode.INVALID_REQUEST, message);
    this.argument = argument;
  }

  /** The argument that does not fit; empty if it is not known which. */
  public Optional<String> argument() {
    return Optional.ofNullable(argument);
  }
}
