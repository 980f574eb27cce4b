package dev.freshet.autoloader.filelog;

/**
 * Another process, or another stream of this one, has the file log open for writing. Nothing was
 * changed; stop it, or open the log read-only.
 */
public final class FileLogInUseException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  FileLogInUseException(String verb, String log, String why, Throwable cause) {
    super(
        "Cannot "
            + verb
            + " file log "
            + log
            + ": "
            + why
            + ". Stop that stream, or give this one its own checkpoint or autoloader.fileLog.",
        cause);
  }
}
