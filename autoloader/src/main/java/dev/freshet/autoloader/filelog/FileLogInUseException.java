package dev.freshet.autoloader.filelog;

/**
 * The file log is open for writing elsewhere. Nothing was changed; stop the other user, or open the
 * log read-only.
 */
public final class FileLogInUseException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  FileLogInUseException(String message) {
    super(message);
  }
}
