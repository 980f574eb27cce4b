package dev.freshet.pipeline.heal;

import dev.freshet.home.content.ContentState;
import dev.freshet.home.content.DamagedContent;
import dev.freshet.home.report.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that maintenance has found damaged and this process has not dealt with. Each file is
 * dealt with once in the life of a process, so that a disk that fails cannot keep it from its work.
 * Thread-safe.
 */
public final class ContentNotes {

  private static final Logger LOGGER = LoggerFactory.getLogger(ContentNotes.class);

  private final JsonFile<ContentState> file;

  /** After this time what could not be healed is tried again. */
  private static final Duration POSTPONED = Duration.ofMinutes(1);

  private final Set<String> settled = new HashSet<>();
  private Optional<FileTime> readAt = Optional.empty();
  private List<DamagedContent> damaged = List.of();
  private OptionalLong postponedAt = OptionalLong.empty();

  /**
   * @param path of the file that maintenance writes, whether it exists or not
   */
  public ContentNotes(Path path) {
    this.file = new JsonFile<>(path, ContentState.class);
  }

  /** Files to deal with. Looks at the time of the notes, and reads them when they have changed. */
  public synchronized List<DamagedContent> open() {
    if (postponedAt.isPresent()
        && System.nanoTime() - postponedAt.getAsLong() < POSTPONED.toNanos()) {
      return List.of();
    }
    try {
      Optional<FileTime> changedAt = Optional.of(Files.getLastModifiedTime(file.path()));
      if (!changedAt.equals(readAt)) {
        readAt = changedAt;
        damaged = file.read().map(ContentState::damaged).orElseGet(List::of);
      }
    } catch (NoSuchFileException none) {
      damaged = List.of();
    } catch (IOException unreadable) {
      damaged = List.of();
      LOGGER
          .atWarn()
          .addKeyValue("path", file.path())
          .addKeyValue("error", unreadable.toString())
          .log("notes of damaged files cannot be read, maintenance replaces them");
    }
    return damaged.stream().filter(each -> !settled.contains(each.file())).toList();
  }

  /** Leaves everything for later: another process works on the tables. */
  public synchronized void postpone() {
    postponedAt = OptionalLong.of(System.nanoTime());
  }

  /** Remembers files as dealt with, whatever came of it. */
  public synchronized void settle(List<DamagedContent> files) {
    files.forEach(each -> settled.add(each.file()));
  }
}
