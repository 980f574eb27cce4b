package dev.freshet.demo.feed;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.demo.corpus.RowChange;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Lands change files of JSON lines: written under a hidden name, then renamed, so that a listing of
 * the directory shows a whole file or none. Not thread-safe.
 */
final class ChangeFileWriter {

  private final Path landing;
  private final DebeziumEvents events;

  ChangeFileWriter(Path landing, DebeziumEvents events) {
    this.landing = landing;
    this.events = events;
  }

  /**
   * Lands one file; the events carry the time of this call.
   *
   * @throws FreshetException when it cannot be written; nothing has landed then
   */
  void write(String name, List<RowChange> changes) {
    Path hidden = landing.resolve("." + name + ".tmp");
    try {
      Files.createDirectories(landing);
      try {
        writeLines(hidden, changes);
        Files.move(hidden, landing.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(hidden);
      }
    } catch (IOException e) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot land change file "
              + landing.resolve(name)
              + ": "
              + e
              + ". Make the directory writable or free some space, then start the demo again.",
          e);
    }
  }

  private void writeLines(Path file, List<RowChange> changes) throws IOException {
    events.beginTransaction();
    try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      for (RowChange change : changes) {
        writer.write(events.line(change));
        writer.write('\n');
      }
    }
  }
}
