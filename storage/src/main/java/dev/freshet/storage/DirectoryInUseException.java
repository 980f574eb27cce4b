package dev.freshet.storage;

/** The {@link DirectoryLock} of a directory is held already: stop its owner first. */
public final class DirectoryInUseException extends Exception {
  private static final long serialVersionUID = 1;

  private final String owner;

  DirectoryInUseException(String owner) {
    super("used by " + owner);
    this.owner = owner;
  }

  /** Such as {@code this process} or {@code another process (pid 4711)}. */
  public String owner() {
    return owner;
  }
}
