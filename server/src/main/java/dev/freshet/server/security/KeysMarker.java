package dev.freshet.server.security;

import dev.freshet.storage.AtomicFile;
import dev.freshet.storage.Durable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Remembers beside the file of the keys that a home has had keys. The server needs keys as long as
 * this file exists, also if the file of the keys is lost. Stateless.
 */
record KeysMarker(Path file) {

  private static final byte[] CONTENT =
      "The search server of this home needs API keys. `freshet keys reset` ends that.\n"
          .getBytes(StandardCharsets.UTF_8);

  static KeysMarker beside(Path keys) {
    return new KeysMarker(keys.resolveSibling(keys.getFileName() + ".required"));
  }

  /** Whether keys are needed. True also if the marker cannot be looked at. */
  boolean isSet() {
    try {
      Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** Sets the marker so that it survives a loss of power. Does nothing if it is set. */
  void set() throws IOException {
    if (!isSet()) {
      new AtomicFile(file).replacePrivately(CONTENT);
    }
  }

  void remove() throws IOException {
    Files.deleteIfExists(file);
    Durable.DISK.syncDirectory(file.toAbsolutePath().getParent());
  }
}
