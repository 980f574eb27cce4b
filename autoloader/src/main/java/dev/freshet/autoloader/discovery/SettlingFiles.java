package dev.freshet.autoloader.discovery;

import dev.freshet.autoloader.filelog.LandedFile;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files that look unfinished and were modified just now. They wait here until they have not changed
 * for {@link #SETTLE_TIME}, and newer files wait for them, so that files are taken oldest first.
 * Not thread-safe.
 */
final class SettlingFiles {
  static final Duration SETTLE_TIME = Duration.ofSeconds(1);

  private final Map<String, Unfinished> unfinished = new HashMap<>();
  private final Map<String, LandedFile> newer = new HashMap<>();

  /**
   * @param file as last seen
   * @param settledAt when it counts as finished unless it changes again
   */
  private record Unfinished(LandedFile file, Instant settledAt) {}

  /** Whether a file was modified so recently that its writer may not have finished. */
  static boolean isRecent(LandedFile file, Instant now) {
    return file.modifiedAt().plus(SETTLE_TIME).isAfter(now);
  }

  /**
   * Makes a file that looks unfinished wait, unless this very version has waited long enough.
   *
   * @return whether it waits
   */
  boolean defer(LandedFile file, Instant now) {
    newer.remove(file.path());
    Unfinished known = unfinished.get(file.path());
    if (known == null || !known.file().equals(file)) {
      // Clocks of machines differ. A time in the future counts as now, or the file would wait long.
      Instant from = file.modifiedAt().isAfter(now) ? now : file.modifiedAt();
      known = new Unfinished(file, from.plus(SETTLE_TIME));
      unfinished.put(file.path(), known);
    }
    return known.settledAt().isAfter(now);
  }

  /** Takes the files out of the list that are newer than one that looks unfinished. They wait. */
  void deferNewer(List<LandedFile> finished) {
    Optional<LandedFile> oldest = oldestUnfinished(Instant.MIN);
    if (oldest.isPresent()) {
      for (Iterator<LandedFile> each = finished.iterator(); each.hasNext(); ) {
        LandedFile file = each.next();
        if (LandedFile.ORDER.compare(file, oldest.get()) > 0) {
          newer.put(file.path(), file);
          each.remove();
        }
      }
    }
  }

  private Optional<LandedFile> oldestUnfinished(Instant after) {
    return unfinished.values().stream()
        .filter(each -> each.settledAt().isAfter(after))
        .map(Unfinished::file)
        .min(LandedFile.ORDER);
  }

  boolean isWaiting(String path) {
    return unfinished.containsKey(path) || newer.containsKey(path);
  }

  /** Ends the wait of a path, because it was taken or looks finished now. */
  void forget(String path) {
    unfinished.remove(path);
    newer.remove(path);
  }

  /** The paths whose wait is over; discovery looks at them again. */
  List<String> settled(Instant now) {
    Optional<LandedFile> oldest = oldestUnfinished(now);
    return Stream.concat(
            unfinished.values().stream()
                .filter(each -> !each.settledAt().isAfter(now))
                .map(Unfinished::file),
            newer.values().stream()
                .filter(
                    file -> oldest.isEmpty() || LandedFile.ORDER.compare(file, oldest.get()) < 0))
        .map(LandedFile::path)
        .toList();
  }

  Optional<Instant> nextSettle() {
    return unfinished.values().stream().map(Unfinished::settledAt).min(Instant::compareTo);
  }

  Optional<Instant> oldestModification() {
    return Stream.concat(
            unfinished.values().stream().map(Unfinished::file), newer.values().stream())
        .map(LandedFile::modifiedAt)
        .min(Instant::compareTo);
  }

  int size() {
    return unfinished.size() + newer.size();
  }
}
