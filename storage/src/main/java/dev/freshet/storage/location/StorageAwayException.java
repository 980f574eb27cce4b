package dev.freshet.storage.location;

import java.io.IOException;

/**
 * A storage does not answer as it should: it cannot be reached, is overloaded, refuses the
 * credentials, or has lost what the files lie in. The same call succeeds once it is back, so that
 * nothing may be concluded about the files.
 */
public final class StorageAwayException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param message what could not be done, why, and what to do
   * @param cause as the storage's client reported it
   */
  public StorageAwayException(String message, Throwable cause) {
    super(message, cause);
  }
}
