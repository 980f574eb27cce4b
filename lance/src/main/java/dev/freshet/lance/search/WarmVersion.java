package dev.freshet.lance.search;

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
 * The newest version whose indexes were read before, so that no search has to wait for that. A
 * version with segments that are new is loaded by a thread of its own, which looks for one by
 * itself too; meanwhile calls stay at the version before. If that takes longer than a limit, or
 * fails, they go on to the newest version as it is.
 *
 * <p>Its own monitor guards it: the reader calls it under that.
 */
public final class WarmVersion implements VersionSource {

  private static final Logger LOGGER = LoggerFactory.getLogger(WarmVersion.class);

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);

  /**
   * @param limit how long a version may wait for its indexes
   * @param lookEvery how often the thread looks for a newer version when nobody asks
   */
  public record Pace(Duration limit, Duration lookEvery) {
    public static final Pace DEFAULT = new Pace(Duration.ofSeconds(10), Duration.ofMillis(250));
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
    this.thread = new Thread(this::run, "freshet-index-loader");
    this.thread.setDaemon(true);
  }

  /**
   * Opens the newest version and waits until its indexes are loaded, within the limit.
   *
   * @param opener closed by the caller, after this
   */
  public static WarmVersion open(VersionOpener opener, IndexLoader loader, Pace pace) {
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
            .addKeyValue("version", newest.number())
            .addKeyValue("limit", pace.limit())
            .log("indexes of a version are not loaded in time, the first searches will wait");
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
    // What no version has any more never comes back.
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

  /** Waits for a version with segments that are not loaded; null at the end. */
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
      // The next call meets the same and tells its caller.
      LOGGER
          .atDebug()
          .addKeyValue("table", opener.table().uri())
          .addKeyValue("error", e.getMessage())
          .log("cannot look for a newer version");
    }
  }

  /** Runs without the monitor: calls go on meanwhile. */
  private void load(TableVersion version) {
    long started = System.nanoTime();
    try {
      loader.load(version);
      LOGGER
          .atInfo()
          .addKeyValue("table", opener.table().uri())
          .addKeyValue("version", version.number())
          .addKeyValue("durationMs", (System.nanoTime() - started) / 1_000_000)
          .log("indexes loaded");
    } catch (Exception e) {
      LOGGER
          .atWarn()
          .addKeyValue("table", opener.table().uri())
          .addKeyValue("version", version.number())
          .addKeyValue("error", LanceErrors.firstLine(e))
          .log("indexes cannot be loaded, the first searches will wait");
    }
    finish(version);
  }

  /** Serves {@code version} at least, though a newer one may have to be loaded by now. */
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

  /** False if the thread was interrupted. */
  private boolean pause(long nanos) {
    try {
      wait(Math.max(1, nanos / 1_000_000));
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** Waits for the load that is under way, which the native library cannot break off, for 30 s. */
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
          .log("an index is still being loaded, its handles stay open");
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
