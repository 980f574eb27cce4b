package dev.freshet.server.canary;

import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.error.FreshetException;
import dev.freshet.home.process.Background;
import dev.freshet.search.SearchService;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lands a record at a fixed pace and searches for it until it is found, on a thread of its own.
 * What it measures includes everything: the landing zone, the pipeline and the search. Thread-safe.
 *
 * <p>While a record is not found, the next ones are landed all the same, so that one that was lost
 * on the way does not look like an outage.
 */
public final class CanaryProbe implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(CanaryProbe.class);
  private static final Duration POLL = Duration.ofMillis(100);

  /** A record that is not found by then is polled less often. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration SLOW_POLL = Duration.ofSeconds(1);
  private static final OptionalLong NOTHING = OptionalLong.empty();

  private final CanaryFile file;
  private final Duration every;
  private final Supplier<Optional<SearchService>> search;
  private final Consumer<Duration> found;
  private final InstantSource clock;
  private final PendingCanaries pending = new PendingCanaries();
  private Instant nextLanding;
  private Instant nextPoll = Instant.MIN;
  private long stamp;
  private @Nullable Duration newestTook;
  private @Nullable Instant newestAt;
  private @Nullable String problem;
  private volatile @Nullable Background thread;

  CanaryProbe(
      FreshetConfig config,
      Duration every,
      Supplier<Optional<SearchService>> search,
      Consumer<Duration> found,
      InstantSource clock) {
    this.file = new CanaryFile(config);
    this.every = every;
    this.search = search;
    this.found = found;
    this.clock = clock;
    this.nextLanding = clock.instant();
  }

  /**
   * Starts the canary of a configuration; empty if it has none.
   *
   * @param search finds the open table; empty while there is none
   * @param found is told how long each record took
   */
  public static Optional<CanaryProbe> start(
      FreshetConfig config,
      Supplier<Optional<SearchService>> search,
      Consumer<Duration> found,
      InstantSource clock) {
    return config
        .serve()
        .canaryEvery()
        .map(
            every -> {
              CanaryProbe probe = new CanaryProbe(config, every, search, found, clock);
              probe.thread = new Background("canary", POLL, probe::look);
              return probe;
            });
  }

  /** Lands a record if one is due, and searches for the one that is waited for. */
  void look() {
    Instant now = clock.instant();
    if (!now.isBefore(nextLanding)) {
      nextLanding = now.plus(every);
      land(now);
    }
    if (!now.isBefore(nextPoll)) {
      nextPoll = now.plus(waiting(now).compareTo(PATIENCE) < 0 ? POLL : SLOW_POLL);
      poll();
    }
  }

  private void land(Instant now) {
    stamp = Math.max(stamp + 1, now.toEpochMilli());
    try {
      Optional<String> ignored = file.ignored();
      if (ignored.isEmpty()) {
        file.land(stamp);
        landed(stamp);
      }
      trouble(ignored.orElse(null));
    } catch (IOException e) {
      trouble(
          "Cannot land a canary record: the landing zone cannot be written ("
              + e
              + "). Let the search server write it, or leave serve.canary out.");
    }
  }

  private synchronized void landed(long landed) {
    pending.landed(landed, clock.instant());
  }

  private synchronized void trouble(@Nullable String now) {
    if (now != null && problem == null) {
      LOGGER.atWarn().addKeyValue("reason", now).log("canary record cannot be landed");
    }
    if (now == null && problem != null) {
      LOGGER.atInfo().log("canary record can be landed again");
    }
    problem = now;
  }

  private void poll() {
    Optional<Long> wanted = newest();
    Optional<SearchService> open = search.get();
    if (wanted.isEmpty() || open.isEmpty()) {
      return;
    }
    try {
      OptionalLong seen =
          open.get().canary(CanaryFile.text(wanted.get())).map(CanaryFile::stamp).orElse(NOTHING);
      seen.ifPresent(this::found);
    } catch (FreshetException e) {
      // It counts as not found, which is what a user would see; the server logs why searches
      // fail.
      LOGGER.atDebug().addKeyValue("error", String.valueOf(e.getMessage())).log("canary not found");
    }
  }

  private synchronized void found(long seen) {
    Instant now = clock.instant();
    pending
        .found(seen, now)
        .ifPresent(
            took -> {
              newestTook = took;
              newestAt = now;
              found.accept(took);
            });
  }

  private synchronized Optional<Long> newest() {
    return pending.newest();
  }

  private synchronized Duration waiting(Instant now) {
    return pending.waiting(now);
  }

  /** What it says now. */
  public synchronized CanaryFigures figures() {
    return new CanaryFigures(
        newestTook == null ? null : newestTook.toNanos() / 1e6,
        newestAt,
        pending.waiting(clock.instant()).toNanos() / 1e6,
        problem);
  }

  /** Ends the thread. The record stays where it is, and in no answer. */
  @Override
  public void close() {
    Background running = thread;
    if (running != null) {
      running.close();
    }
  }
}
