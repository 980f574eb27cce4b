package dev.freshet.autoloader.discovery;

import dev.freshet.autoloader.filelog.LandedFile;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files that look unfinished and were modified just now. They wait here until they have not changed
 * for {@link #SETTLE_TIME}. Not thread-safe.
 */
final class SettlingFiles {
  static final Duration SETTLE_TIME = Duration.ofSeconds(1);

  private final Map<String, Waiting> waiting = new HashMap<>();

  /**
   * @param file as last seen
   * @param settledAt when it counts as finished unless it changes again
   */
  private record Waiting(LandedFile file, Instant settledAt) {}

  /** Whether a file was modified so recently that its writer may not have finished. */
  static boolean isRecent(LandedFile file, Instant now) {
    return file.modifiedAt().plus(SETTLE_TIME).isAfter(now);
  }

  /**
   * Makes the file wait, unless this very version has waited long enough already.
   *
   * @return whether it waits
   */
  boolean defer(LandedFile file, Instant now) {
    Waiting known = waiting.get(file.path());
    if (known == null || !known.file().equals(file)) {
      // Clocks of machines differ. A time in the future counts as now, or the file would wait long.
      Instant from = file.modifiedAt().isAfter(now) ? now : file.modifiedAt();
      known = new Waiting(file, from.plus(SETTLE_TIME));
      waiting.put(file.path(), known);
    }
    return known.settledAt().isAfter(now);
  }

  boolean isWaiting(String path) {
    return waiting.containsKey(path);
  }

  /** Ends the wait of a path, because it was taken or looks finished now. */
  void forget(String path) {
    waiting.remove(path);
  }

  /** The paths whose wait is over; discovery looks at them again. */
  List<String> settled(Instant now) {
    return waiting.values().stream()
        .filter(each -> !each.settledAt().isAfter(now))
        .map(each -> each.file().path())
        .toList();
  }

  Optional<Instant> nextSettle() {
    return waiting.values().stream().map(Waiting::settledAt).min(Instant::compareTo);
  }

  Optional<Instant> oldestModification() {
    return waiting.values().stream().map(each -> each.file().modifiedAt()).min(Instant::compareTo);
  }

  int size() {
    return waiting.size();
  }
}
