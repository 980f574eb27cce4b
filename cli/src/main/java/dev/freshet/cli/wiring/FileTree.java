package dev.freshet.cli.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A local directory with everything in it.
 *
 * @param root the directory; it may be missing
 */
public record FileTree(Path root) {

  /** Deletes the directory, or does nothing if it is missing. */
  public void delete() throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> content = Files.walk(root)) {
      for (Path each : content.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
