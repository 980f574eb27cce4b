package dev.freshet.autoloader.discovery;

import dev.freshet.autoloader.listing.ListingHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a discovery has come: what its thread reports and other threads ask or wait for.
 * Thread-safe.
 */
final class DiscoveryProgress {
  /** A waiting thread looks again after this time, so that it does not miss a stop. */
  private static final Duration MAX_WAIT = Duration.ofMillis(100);

  /** Of a run that is to end. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Duration UNBOUNDED = Duration.ofNanos(Long.MAX_VALUE);

  private final String landingZone;
  private final ListingHistory history = new ListingHistory();

  private volatile @Nullable DiscoveryStatus status;
  private volatile @Nullable IllegalStateException failure;
  private volatile boolean stopped;
  private @Nullable Away away;

  /** Since when the landing zone cannot be read, and why. */
  private record Away(long sinceNanos, Exception error) {}

  /**
   * @param landingZone its name, for messages
   */
  DiscoveryProgress(String landingZone) {
    this.landingZone = landingZone;
  }

  // Asked by other threads.

  /**
   * @throws IllegalStateException if discovery has failed; the message says why and what to do
   */
  void requireRunning() {
    IllegalStateException failed = failure;
    if (failed != null) {
      throw new IllegalStateException(failed.getMessage(), failed);
    }
  }

  void awaitFirstListing() throws InterruptedException {
    awaitFirstListing(UNBOUNDED);
  }

  /**
   * Waits for the first listing, and for at most {@code settleLimit} until no file waits to settle.
   *
   * @throws LandingZoneAwayException if the landing zone cannot be read for a minute
   */
  synchronized void awaitLanded(Duration settleLimit) throws InterruptedException {
    long deadline = System.nanoTime() + settleLimit.toNanos();
    awaitFirstListing(PATIENCE);
    while (settlingFiles() > 0 && System.nanoTime() < deadline) {
      requireGoingOn();
      wait(MAX_WAIT.toMillis());
    }
  }

  private int settlingFiles() {
    DiscoveryStatus now = status;
    return now == null ? 0 : now.settlingFiles();
  }

  private synchronized void awaitFirstListing(Duration patience) throws InterruptedException {
    while (status == null) {
      requireGoingOn();
      if (away != null && System.nanoTime() - away.sinceNanos() > patience.toNanos()) {
        throw new LandingZoneAwayException(landingZone, patience, away.error());
      }
      wait(MAX_WAIT.toMillis());
    }
  }

  private void requireGoingOn() {
    requireRunning();
    if (stopped) {
      throw new IllegalStateException(
          "Cannot list landing zone "
              + landingZone
              + ": discovery was stopped. Restart the query.");
    }
  }

  /** Empty until the first listing is complete. */
  Optional<DiscoveryStatus> status() {
    return Optional.ofNullable(status);
  }

  ListingHistory history() {
    return history;
  }

  void stop() {
    stopped = true;
  }

  // Reported by the thread of the discovery.

  /** Whether the thread has nothing more to do. */
  boolean isOver() {
    return stopped || failure != null;
  }

  boolean isStopped() {
    return stopped;
  }

  /**
   * The files of a listing are in the log.
   *
   * @param sequence end of the log
   * @param complete everything that landed before this time is in the log
   */
  void listingCompleted(long sequence, Instant complete, int settling, long failures) {
    DiscoveryStatus before = status;
    Instant listedAt =
        before != null && before.listedAt().isAfter(complete) ? before.listedAt() : complete;
    history.add(sequence, listedAt);
    status = new DiscoveryStatus(sequence, sequence, listedAt, settling, failures);
    synchronized (this) {
      away = null;
      notifyAll();
    }
  }

  /** The log ends at {@code sequence} now, without a new listing. */
  synchronized void changed(long sequence, int settling, long failures) {
    DiscoveryStatus before = status;
    if (before != null) {
      status =
          new DiscoveryStatus(
              sequence, before.listedSequence(), before.listedAt(), settling, failures);
    }
    notifyAll();
  }

  /** A listing failed because of the landing zone; it is repeated. */
  synchronized void zoneIsAway(Exception error) {
    if (away == null) {
      away = new Away(System.nanoTime(), error);
    }
  }

  synchronized void failed(Exception error) {
    failure =
        new IllegalStateException(
            "Cannot discover files in landing zone "
                + landingZone
                + ": "
                + (error.getMessage() == null ? error.toString() : error.getMessage())
                + ". Nothing is lost: bring the directory back in order and restart the query.",
            error);
    notifyAll();
  }
}
