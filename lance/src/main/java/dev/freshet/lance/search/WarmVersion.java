package dev.freshet.lance.search;

import dev.freshet.core.DaemonThreads;
import dev.freshet.core.error.FreshetException;
import dev.freshet.lance.table.LanceErrors;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest version whose indexes are loaded, so that no search waits for an index. A thread loads
 * the new segments of a newer version, which it also looks for by itself; meanwhile calls stay at
 * the version before. If the load fails or takes longer than a limit, calls move to the newest
 * version without it.
 *
 * <p>Guarded by its own monitor, which the reader holds when it calls.
 */
final class WarmVersion implements VersionSource {

  private static final Logger LOGGER = LoggerFactory.getLogger(WarmVersion.class);

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);

  /**
   * Time limits of the load.
   *
   * @param limit how long calls stay at an older version while indexes are loaded
   * @param lookEvery how often the thread looks for a newer version
   */
  record Pace(Duration limit, Duration lookEvery) {
    static final Pace DEFAULT = new Pace(Duration.ofSeconds(10), Duration.ofMillis(250));
  }

  private final VersionOpener opener;
  private final IndexLoader loader;
  private final Pace pace;
  private final Thread thread;

  private final Set<UUID> loaded = new HashSet<>();
  private TableVersion served;
  private TableVersion newest;
  private @Nullable TableVersion loading;
  private long behindSince;
  private boolean closed;

  private WarmVersion(VersionOpener opener, IndexLoader loader, Pace pace) {
    this.opener = opener;
    this.loader = loader;
    this.pace = pace;
    this.served = opener.first();
    this.newest = served;
    this.thread = DaemonThreads.unstarted("freshet-index-loader", this::run);
  }

  /**
   * Opens the newest version and waits until its indexes are loaded, at most for the limit.
   *
   * @param opener the caller closes it, after the result
   */
  static WarmVersion open(VersionOpener opener, IndexLoader loader, Pace pace) {
    WarmVersion versions = new WarmVersion(opener, loader, pace);
    versions.thread.start();
    versions.awaitFirst();
    return versions;
  }

  private synchronized void awaitFirst() {
    long deadline = System.nanoTime() + pace.limit().toNanos();
    boolean interrupted = false;
    while (!isLoaded(served) && System.nanoTime() < deadline && !interrupted) {
      interrupted = !pause(deadline - System.nanoTime());
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    loaded.addAll(served.indexes().segments());
  }

  @Override
  public synchronized TableVersion current() {
    advance();
    return served;
  }

  @Override
  public synchronized boolean isNewest(TableVersion version) {
    return version == newest;
  }

  private void advance() {
    look();
    if (served != newest) {
      if (isLoaded(newest)) {
        serve(newest);
      } else if (System.nanoTime() - behindSince > pace.limit().toNanos()) {
        LOGGER
            .atWarn()
            .addKeyValue("table", opener.table().uri())
            .addKeyValue("lanceVersion", newest.number())
            .addKeyValue("limit", pace.limit())
            .log("indexes are not loaded in time, the first searches will wait for them");
        loaded.addAll(newest.indexes().segments());
        serve(newest);
      }
    }
  }

  private void look() {
    TableVersion found = opener.newest(newest);
    if (found == newest) {
      return;
    }
    TableVersion before = newest;
    if (before == served) {
      behindSince = System.nanoTime();
    }
    newest = found;
    closeUnused(before);
    if (!isLoaded(newest)) {
      notifyAll();
    }
  }

  private void serve(TableVersion version) {
    TableVersion before = served;
    served = version;
    behindSince = System.nanoTime();
    closeUnused(before);
    // A segment that no version has any more never comes back.
    Set<UUID> present = new HashSet<>(served.indexes().segments());
    present.addAll(newest.indexes().segments());
    loaded.retainAll(present);
  }

  private boolean isLoaded(TableVersion version) {
    return loaded.containsAll(version.indexes().segments());
  }

  private void closeUnused(TableVersion version) {
    if (version != served && version != newest && version != loading) {
      version.close();
    }
  }

  private void run() {
    TableVersion next = nextToLoad();
    while (next != null) {
      load(next);
      next = nextToLoad();
    }
  }

  /** Waits for a version with segments that are not loaded; null once this is closed. */
  private synchronized @Nullable TableVersion nextToLoad() {
    while (!closed) {
      if (!isLoaded(newest)) {
        loading = newest;
        return loading;
      }
      pause(pace.lookEvery().toNanos());
      if (!closed) {
        lookByItself();
      }
    }
    return null;
  }

  private void lookByItself() {
    try {
      advance();
    } catch (FreshetException e) {
      // The next call fails in the same way and reports it to its caller.
      LOGGER
          .atDebug()
          .addKeyValue("table", opener.table().uri())
          .addKeyValue("error", e.getMessage())
          .log("cannot look for a newer version");
    }
  }

  /** Runs without the monitor, so that calls are answered meanwhile. */
  private void load(TableVersion version) {
    long started = System.nanoTime();
    try {
      loader.load(version);
      LOGGER
          .atInfo()
          .addKeyValue("table", opener.table().uri())
          .addKeyValue("lanceVersion", version.number())
          .addKeyValue("durationMs", (System.nanoTime() - started) / 1_000_000)
          .log("indexes loaded");
    } catch (Exception e) {
      LOGGER
          .atWarn()
          .addKeyValue("table", opener.table().uri())
          .addKeyValue("lanceVersion", version.number())
          .addKeyValue("error", LanceErrors.firstLine(e))
          .log("cannot load indexes, the first searches will wait for them");
    }
    finish(version);
  }

  /** Serves {@code version}, or the newest version if that needs no load. */
  private synchronized void finish(TableVersion version) {
    loading = null;
    loaded.addAll(version.indexes().segments());
    if (isLoaded(newest)) {
      if (newest.isNewerThan(served)) {
        serve(newest);
      }
    } else if (version.isNewerThan(served)) {
      serve(version);
    }
    closeUnused(version);
    notifyAll();
  }

  /** Waits on the monitor; false if the thread was interrupted. */
  private boolean pause(long nanos) {
    try {
      wait(Math.max(1, nanos / 1_000_000));
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** Waits up to 30 s for a running load, which the native library cannot interrupt. */
  @Override
  public boolean close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    loader.stop();
    try {
      thread.join(CLOSE_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOGGER
          .atWarn()
          .addKeyValue("table", opener.table().uri())
          .log("an index is still being loaded, the handles stay open");
      return false;
    }
    synchronized (this) {
      if (newest != served) {
        newest.close();
      }
      served.close();
    }
    return true;
  }
}
