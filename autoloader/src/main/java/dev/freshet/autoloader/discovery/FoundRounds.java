package dev.freshet.autoloader.discovery;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The newest rounds of a discovery that found files, with the time at which their files were in the
 * file log. Thread-safe.
 */
final class FoundRounds {

  private static final int MAX_ROUNDS = 4096;

  private final TreeMap<Long, Round> byLastSequence = new TreeMap<>();

  private record Round(long before, Instant at) {}

  /**
   * A round is in the log.
   *
   * @param before last sequence of the log before it
   * @param last last sequence after it; a round without new versions is not remembered
   */
  synchronized void add(long before, long last, Instant at) {
    if (last <= before) {
      return;
    }
    byLastSequence.put(last, new Round(before, at));
    if (byLastSequence.size() > MAX_ROUNDS) {
      byLastSequence.pollFirstEntry();
    }
  }

  /** When a version was in the log; empty if its round is not remembered. */
  synchronized Optional<Instant> foundAt(long sequence) {
    Map.Entry<Long, Round> round = byLastSequence.ceilingEntry(sequence);
    return round == null || sequence <= round.getValue().before()
        ? Optional.empty()
        : Optional.of(round.getValue().at());
  }
}
