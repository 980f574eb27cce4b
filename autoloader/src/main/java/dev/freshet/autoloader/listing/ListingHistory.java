package dev.freshet.autoloader.listing;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/** The last complete listings. They answer as of when a given sequence is complete. Thread-safe. */
public final class ListingHistory {
  private static final int MAX_LISTINGS = 1024;

  private final Deque<Listed> newestLast = new ArrayDeque<>();

  private record Listed(long sequence, Instant at) {}

  /** A complete listing ended at the sequence. */
  public synchronized void add(long sequence, Instant at) {
    if (!newestLast.isEmpty() && newestLast.getLast().sequence() == sequence) {
      newestLast.removeLast();
    }
    newestLast.addLast(new Listed(sequence, at));
    if (newestLast.size() > MAX_LISTINGS) {
      newestLast.removeFirst();
    }
  }

  /** The newest listing that ended at or below the sequence. */
  public synchronized Optional<Instant> asOf(long sequence) {
    for (Iterator<Listed> back = newestLast.descendingIterator(); back.hasNext(); ) {
      Listed listed = back.next();
      if (listed.sequence() <= sequence) {
        return Optional.of(listed.at());
      }
    }
    return Optional.empty();
  }

  /** The oldest remembered listing that ended at or above the sequence. */
  public synchronized Optional<Instant> firstReaching(long sequence) {
    for (Listed listed : newestLast) {
      if (listed.sequence() >= sequence) {
        return Optional.of(listed.at());
      }
    }
    return Optional.empty();
  }
}
