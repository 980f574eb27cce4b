package dev.freshet.autoloader.discovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory of the landing zone is not there now; it may come back. */
final class LandingZoneGoneException extends IOException {
  private static final long serialVersionUID = 1;

  LandingZoneGoneException() {
    super("the directory is no longer there");
  }

  static void requireDirectory(Path root) throws LandingZoneGoneException {
    if (!Files.isDirectory(root)) {
      throw new LandingZoneGoneException();
    }
  }
}
