package dev.freshet.autoloader.discovery;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the directories of a landing zone for new and changed entries. A directory that cannot be
 * watched is no error, because listings find its files. Not thread-safe.
 */
final class DirectoryWatch implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(DirectoryWatch.class);

  /** Bounds one round of hints, so that a flood of events cannot keep files from being logged. */
  private static final int MAX_CHANGES = 10_000;

  private final Path root;
  private final WatchService service;
  private final Map<Path, WatchKey> watched = new HashMap<>();
  private boolean refused;

  private DirectoryWatch(Path root, WatchService service) {
    this.root = root;
    this.service = service;
  }

  /** Watches the root of a landing zone. */
  static DirectoryWatch of(Path root) throws IOException {
    DirectoryWatch watch = new DirectoryWatch(root, root.getFileSystem().newWatchService());
    try {
      watch.add(root);
      return watch;
    } catch (IOException e) {
      watch.close();
      throw e;
    }
  }

  /**
   * What changed since the last time.
   *
   * @param entries created or modified
   * @param lost whether events were lost
   */
  record Changes(Set<Path> entries, boolean lost) {}

  /**
   * Watches one more directory, if it is not watched yet.
   *
   * @throws LandingZoneGoneException if the root does not exist any more
   */
  void add(Path directory) throws LandingZoneGoneException {
    @Nullable WatchKey known = watched.get(directory);
    if (known != null && known.isValid()) {
      return;
    }
    try {
      watched.put(directory, directory.register(service, ENTRY_CREATE, ENTRY_MODIFY));
    } catch (NoSuchFileException | NotDirectoryException e) {
      watched.remove(directory);
      LandingZoneGoneException.requireDirectory(root);
    } catch (AccessDeniedException e) {
      // The listing that follows meets the same error and reports it.
      watched.remove(directory);
    } catch (IOException e) {
      // The user's limit of watches is reached: listings still find everything, only later.
      if (!refused) {
        LOGGER
            .atWarn()
            .addKeyValue("path", directory)
            .addKeyValue("error", e.getMessage())
            .log("cannot watch directory, its files are found by listing only");
      }
      refused = true;
    }
  }

  /** Watches nothing any more: what is at these paths later may be other directories. */
  void forget() {
    watched.values().forEach(WatchKey::cancel);
    watched.clear();
  }

  /**
   * Waits for changes, at most for {@code timeout}.
   *
   * @throws LandingZoneGoneException if the root does not exist any more
   */
  Changes await(Duration timeout) throws LandingZoneGoneException, InterruptedException {
    Set<Path> entries = new LinkedHashSet<>();
    boolean lost = false;
    WatchKey key = service.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
    while (key != null) {
      lost |= drain(key, entries);
      key = entries.size() < MAX_CHANGES ? service.poll() : null;
    }
    return new Changes(entries, lost);
  }

  /** Returns whether events were lost. */
  private boolean drain(WatchKey key, Set<Path> entries) throws LandingZoneGoneException {
    Path directory = (Path) key.watchable();
    boolean lost = false;
    for (WatchEvent<?> event : key.pollEvents()) {
      if (event.kind() == OVERFLOW) {
        lost = true;
      } else if (event.context() instanceof Path name) {
        entries.add(directory.resolve(name));
      }
    }
    if (!key.reset()) {
      watched.remove(directory);
      if (directory.equals(root)) {
        LandingZoneGoneException.requireDirectory(root);
      }
      lost = true;
    }
    return lost;
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
