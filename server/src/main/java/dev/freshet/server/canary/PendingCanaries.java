package dev.freshet.server.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Canary records that have landed and were not found yet. A record that is found stands for all
 * that landed before it, since each replaces the one before. Not thread-safe.
 */
final class PendingCanaries {

  /** The oldest is kept: it says how long nothing was found. */
  private static final int MOST = 1_000;

  private final TreeMap<Long, Instant> landedAt = new TreeMap<>();

  void landed(long stamp, Instant at) {
    landedAt.put(stamp, at);
    if (landedAt.size() > MOST) {
      landedAt.remove(landedAt.higherKey(landedAt.firstKey()));
    }
  }

  /**
   * A search found a record.
   *
   * @return how long it took since the oldest landing that it answers; empty if none was waited for
   */
  Optional<Duration> found(long stamp, Instant at) {
    Map<Long, Instant> answered = landedAt.headMap(stamp, true);
    Optional<Duration> took =
        answered.values().stream().findFirst().map(landed -> Duration.between(landed, at));
    answered.clear();
    return took;
  }

  /** How long the oldest record has been waited for; zero if none is. */
  Duration waiting(Instant now) {
    return landedAt.isEmpty()
        ? Duration.ZERO
        : Duration.between(landedAt.firstEntry().getValue(), now);
  }

  /** The newest record that is waited for; empty if none is. */
  Optional<Long> newest() {
    return landedAt.isEmpty() ? Optional.empty() : Optional.of(landedAt.lastKey());
  }
}
