package dev.freshet.autoloader.filelog;

import java.nio.file.Path;

/**
 * The file log does not hold what it held once. It is not repaired: numbers that are missing from
 * it would be given out again. Put the directory aside and start a new log above every number that
 * was read.
 */
public final class FileLogDamagedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  private final transient Path file;
  private final String reason;

  /**
   * @param file the damaged file; the directory of the log where it is not one file
   * @param reason what is wrong with it, without a full stop
   */
  public FileLogDamagedException(Path file, String reason) {
    super(message(file.toString(), reason));
    this.file = file;
    this.reason = reason;
  }

  FileLogDamagedException(FileLogPlace place, Throwable cause) {
    super(message(place.name(), reason(cause)), cause);
    this.file = place.directory();
    this.reason = reason(cause);
  }

  FileLogDamagedException(FileLogPlace place, String reason) {
    super(message(place.name(), reason));
    this.file = place.directory();
    this.reason = reason;
  }

  private static String reason(Throwable cause) {
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  private static String message(String file, String reason) {
    return "Cannot use file log "
        + file
        + ": it is damaged ("
        + reason
        + "). Put its directory and the checkpoint aside and start again: everything that is still"
        + " in the landing path is read again.";
  }

  /** The damaged file, or the directory of the log on this machine. */
  public Path file() {
    return file;
  }

  /** What is wrong with it. */
  public String reason() {
    return reason;
  }
}
