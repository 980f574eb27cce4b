package dev.freshet.autoloader.fs;

import java.io.IOException;

/** The file at a path is not the one that was read there. */
public final class ChangedFileException extends IOException {
  private static final long serialVersionUID = 1;

  ChangedFileException(String path) {
    super(path + " was changed after it was read");
  }
}
