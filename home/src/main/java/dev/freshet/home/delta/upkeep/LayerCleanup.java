package dev.freshet.home.delta.upkeep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.core.maintenance.StepOutcome;
import io.delta.kernel.Snapshot;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.SnapshotImpl;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what no reader needs any more: log entries below the oldest checkpoint that is kept, the
 * data files that these entries took out of the table, and data files that no version names.
 *
 * <p>The data files of an entry go before the entry does, and entries go from the oldest on. So a
 * process that is killed leaves nothing behind that the next one does not find, and the log never
 * has a hole. Nothing goes unless the table can be read from the checkpoint that is kept and from
 * the newest one. Used once, by one thread.
 */
final class LayerCleanup {

  private static final Logger LOGGER = LoggerFactory.getLogger(LayerCleanup.class);

  /** A data file that no version names may still belong to a commit under way for so long. */
  static final Duration ORPHANS = Duration.ofDays(7);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Engine engine;
  private final LayerLog log;
  private final InstantSource clock;
  private long files;
  private long bytes;

  LayerCleanup(Engine engine, LayerLog log, InstantSource clock) {
    this.engine = engine;
    this.log = log;
    this.clock = clock;
  }

  /**
   * Cleans up.
   *
   * @param entriesMax at most so many log entries go
   */
  StepOutcome run(Snapshot head, long entriesMax) throws IOException {
    LogFiles listed = log.files();
    long kept = listed.keptFrom(log.readersSince());
    Set<Path> live = paths(head);
    if (kept > 0 && !startsAt(kept)) {
      return new StepOutcome.Nothing(
          head.getVersion(), "The checkpoint of version %d cannot be used".formatted(kept));
    }
    long entries = 0;
    long removedBelow = kept;
    for (var commit : listed.commits().headMap(kept, false).entrySet()) {
      if (entries == entriesMax) {
        removedBelow = commit.getKey();
        break;
      }
      for (Path entry : commit.getValue()) {
        removedBy(entry, false).stream().filter(file -> !live.contains(file)).forEach(this::delete);
        delete(entry);
      }
      entries++;
    }
    deleteAll(listed.others().headMap(removedBelow, false));
    deleteAll(listed.checkpoints().headMap(removedBelow, false));
    removeOrphans(live, listed.commits().tailMap(removedBelow, true));
    return files == 0
        ? new StepOutcome.Nothing(head.getVersion(), "No file is old enough")
        : new StepOutcome.Done(head.getVersion(), files, bytes, 0, Duration.ZERO);
  }

  /** Proves that the table can be read from a checkpoint before the entries before it go. */
  private boolean startsAt(long checkpoint) throws IOException {
    SnapshotImpl snapshot = (SnapshotImpl) log.at(checkpoint);
    LiveFiles.of(engine, snapshot);
    return snapshot.getLogSegment().getCheckpointVersionOpt().equals(Optional.of(checkpoint));
  }

  private void deleteAll(NavigableMap<Long, List<Path>> old) {
    old.values().forEach(each -> each.forEach(this::delete));
  }

  /** The data files that may be read by a reader of any kept version stay. */
  private void removeOrphans(Set<Path> live, NavigableMap<Long, List<Path>> keptCommits)
      throws IOException {
    Instant before = clock.instant().minus(ORPHANS);
    List<Path> candidates = new ArrayList<>();
    try (Stream<Path> all = Files.list(log.directory())) {
      for (Path file : (Iterable<Path>) all::iterator) {
        if (file.getFileName().toString().endsWith(".parquet")
            && !live.contains(file)
            && isOlder(file, before)) {
          candidates.add(file);
        }
      }
    }
    if (candidates.isEmpty()) {
      return;
    }
    Set<Path> named = new HashSet<>();
    for (List<Path> commit : keptCommits.values()) {
      for (Path entry : commit) {
        named.addAll(removedBy(entry, true));
      }
    }
    // A commit may have come since the head was read.
    log.newest().ifPresent(newest -> named.addAll(pathsOf(newest)));
    candidates.stream().filter(file -> !named.contains(file)).forEach(this::delete);
  }

  private Set<Path> pathsOf(Snapshot snapshot) {
    try {
      return paths(snapshot);
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }

  private static boolean isOlder(Path file, Instant before) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(before);
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  private Set<Path> paths(Snapshot snapshot) throws IOException {
    Set<Path> paths = new HashSet<>();
    LiveFiles.of(engine, snapshot).paths().forEach(path -> paths.add(resolve(path)));
    return paths;
  }

  /** A path in the log is a URI, relative to the table or absolute. */
  private Path resolve(String path) {
    URI uri = URI.create(path);
    return uri.isAbsolute() ? Path.of(uri) : log.directory().resolve(uri.getPath());
  }

  /**
   * The data files that an entry takes out of the table.
   *
   * @param complete whether an entry that cannot be read is an error; otherwise it names none, and
   *     its files are found as orphans
   */
  private List<Path> removedBy(Path entry, boolean complete) throws IOException {
    List<Path> removed = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(entry)) {
        JsonNode path = line.isBlank() ? null : JSON.readTree(line).path("remove").get("path");
        if (path != null) {
          removed.add(resolve(path.asText()));
        }
      }
    } catch (IOException damaged) {
      if (complete) {
        throw damaged;
      }
      LOGGER
          .atWarn()
          .addKeyValue("path", entry)
          .addKeyValue("error", damaged.toString())
          .log("old log entry cannot be read, its removed files wait for the removal of orphans");
    }
    return removed;
  }

  private void delete(Path file) {
    try {
      long size = Files.size(file);
      Files.delete(file);
      files++;
      bytes += size;
    } catch (NoSuchFileException deletedBefore) {
      LOGGER.atDebug().addKeyValue("path", file).log("file was deleted before");
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }
}
