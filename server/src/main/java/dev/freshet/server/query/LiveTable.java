package dev.freshet.server.query;

import dev.freshet.core.DaemonThreads;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.search.FreshnessWatch;
import dev.freshet.search.SearchService;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The vector table, which may not exist yet. A thread tries to open it until that succeeds, and
 * opens it again after it was removed or replaced. Thread-safe.
 */
public final class LiveTable implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(LiveTable.class);

  private static final long LOOK_MILLIS = 250;

  /** Opens the table and what searches it. */
  @FunctionalInterface
  public interface Opener {

    /**
     * Opens the table and loads what a search needs.
     *
     * @throws FreshetException if it cannot be opened; it is called again then
     */
    Searchable open();
  }

  /**
   * A table and what searches it.
   *
   * @param search over the table
   * @param closing closes the table
   */
  public record Searchable(SearchService search, Runnable closing) {}

  /** An open table and the watch over its freshness. */
  record Open(SearchService search, FreshnessWatch watch, Runnable closing) {

    private void close() {
      watch.close();
      closing.run();
    }
  }

  private final Opener opener;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = DaemonThreads.unstarted("freshet-table", this::keepOpen);
  private volatile @Nullable Open open;
  private volatile FreshetException reason =
      new FreshetException(
          ErrorCode.TABLE_NOT_FOUND, "Cannot search: the vector table is being opened. Ask again.");

  private LiveTable(Opener opener) {
    this.opener = opener;
  }

  /** Starts the thread that opens the table. */
  public static LiveTable start(Opener opener) {
    LiveTable table = new LiveTable(opener);
    table.thread.start();
    return table;
  }

  /**
   * The open table.
   *
   * @throws FreshetException if there is none; it says why
   */
  Open open() {
    Open now = open;
    if (now == null) {
      throw reason;
    }
    return now;
  }

  /** The search over the table; empty while the table is not open. */
  public Optional<SearchService> find() {
    return Optional.ofNullable(open).map(Open::search);
  }

  private void keepOpen() {
    try {
      do {
        Open now = open;
        if (now == null) {
          tryToOpen();
        } else if (isLost(now)) {
          open = null;
          now.close();
        }
      } while (!stop.await(LOOK_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tryToOpen() {
    try {
      Searchable searchable = opener.open();
      open =
          new Open(
              searchable.search(), new FreshnessWatch(searchable.search()), searchable.closing());
      LOGGER.atInfo().log("vector table opened");
    } catch (FreshetException e) {
      if (e.code() != reason.code()) {
        LOGGER
            .atInfo()
            .addKeyValue("errorCode", e.code().name())
            .addKeyValue("error", String.valueOf(e.getMessage()))
            .log("vector table cannot be opened yet");
      }
      reason = e;
    } catch (RuntimeException e) {
      LOGGER.atError().setCause(e).log("vector table cannot be opened");
      reason =
          new FreshetException(
              ErrorCode.STORE_UNAVAILABLE,
              "Cannot open the vector table: " + e + ". Read the server's log.");
    }
  }

  /** Whether the table was removed, or replaced by a table of another model. */
  private boolean isLost(Open now) {
    try {
      now.search().table();
      return false;
    } catch (FreshetException e) {
      reason = e;
      boolean lost =
          e.code() == ErrorCode.TABLE_NOT_FOUND || e.code() == ErrorCode.FINGERPRINT_MISMATCH;
      LOGGER
          .atWarn()
          .addKeyValue("errorCode", e.code().name())
          .addKeyValue("error", String.valueOf(e.getMessage()))
          .log(
              lost
                  ? "vector table is gone, it is opened again when it is back"
                  : "vector table does not answer");
      return lost;
    } catch (RuntimeException e) {
      LOGGER.atError().setCause(e).log("vector table cannot be read");
      return false;
    }
  }

  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(30));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Open now = open;
    open = null;
    if (now != null) {
      now.close();
    }
  }
}
