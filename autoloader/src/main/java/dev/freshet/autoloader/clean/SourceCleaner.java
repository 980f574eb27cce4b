package dev.freshet.autoloader.clean;

import dev.freshet.autoloader.filelog.FileHistory;
import dev.freshet.autoloader.filelog.FileHistory.ArchiveMode;
import dev.freshet.autoloader.filelog.FileHistory.Archived;
import dev.freshet.autoloader.filelog.FileHistory.BatchTimes;
import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.FileVersion;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.filelog.Portion;
import dev.freshet.autoloader.fs.ChangedFileException;
import dev.freshet.autoloader.fs.LandedRemoval;
import dev.freshet.autoloader.fs.LandedRemoval.Arrival;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.autoloader.option.CleanSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Deletes or moves files some time after their batch is committed, on a daemon thread of its own.
 *
 * <p>A file is removed only if it is the newest version of its path, all of it was read without an
 * error, its batch is in the checkpoint of this query, and the file at its path is still the one
 * that was read. What is about to happen is written into the file log before, so that a process
 * that dies on the way leaves nothing undecided. A file that cannot be removed is told once and
 * tried again every {@value #RETRY_MINUTES} minutes.
 */
public final class SourceCleaner implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(SourceCleaner.class);

  static final int RETRY_MINUTES = 10;
  private static final int FILES_AT_A_TIME = 1000;
  private static final int BATCHES_AT_A_TIME = 100;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration END_LIMIT = Duration.ofSeconds(10);

  private final FileLog log;
  private final FileHistory history;
  private final LandedRemoval removal;
  private final String landing;
  private final CleanSource rule;
  private final Commits commits;
  private final InstantSource clock;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "autoloader-clean");
  private Instant retryAt = Instant.EPOCH;
  private boolean failed;
  private volatile boolean closed;

  /** What is known of the commits of the query. */
  public interface Commits {

    /** Looks at the checkpoint. */
    void look();

    /** End of the newest batch that this query has committed with its checkpoint, or 0. */
    long committedEnd();
  }

  SourceCleaner(
      FileLog log, LandingAccess access, CleanSource rule, Commits commits, InstantSource clock) {
    this.log = log;
    this.history = log.history();
    this.removal = access.removal();
    this.landing = access.landing();
    this.rule = rule;
    this.commits = commits;
    this.clock = clock;
  }

  /**
   * Starts to remove files, if the rule says so.
   *
   * @throws IllegalArgumentException if files cannot be moved to the destination
   * @throws UncheckedIOException if the destination cannot be made
   */
  public static Optional<SourceCleaner> start(
      FileLog log, LandingAccess access, CleanSource rule, Commits commits) {
    if (rule.mode().isEmpty()) {
      return Optional.empty();
    }
    SourceCleaner cleaner = new SourceCleaner(log, access, rule, commits, InstantSource.system());
    try {
      if (rule.destination().isPresent()) {
        cleaner.removal.requireDestination(rule.destination().get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot move files that were read to "
              + rule.destination().orElseThrow()
              + ": "
              + e
              + ". Make the directory, or let this user make it.",
          e);
    }
    cleaner.thread.setDaemon(true);
    cleaner.thread.start();
    return Optional.of(cleaner);
  }

  private void run() {
    try {
      boolean over = false;
      while (!over) {
        over = ending.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        while (round() > 0) {
          // There may be more to do.
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (closed) {
        return; // The file log is closed already; the next query goes on.
      }
      LOGGER
          .atError()
          .setCause(e)
          .addKeyValue("path", landing)
          .log("files that were read are no longer removed, until the query starts again");
    }
  }

  /**
   * Removes what may be removed by now.
   *
   * @return of how many files it was decided what becomes of them
   */
  int round() {
    commits.look();
    Instant now = clock.instant();
    if (!now.isBefore(retryAt)) {
      retryAt = now.plus(Duration.ofMinutes(RETRY_MINUTES));
      tryAgain();
    }
    int left = FILES_AT_A_TIME;
    for (BatchTimes batch : history.batches(history.cleanedThrough(), BATCHES_AT_A_TIME)) {
      if (left == 0 || !isDue(batch, now)) {
        break;
      }
      long from = Math.max(history.cleanedThrough(), batch.after());
      long upTo = Math.min(batch.upTo(), from + left);
      for (FileVersion version : log.versions(from, upTo)) {
        settle(version);
      }
      history.cleanedThrough(upTo);
      left -= (int) (upTo - from);
    }
    return FILES_AT_A_TIME - left;
  }

  private boolean isDue(BatchTimes batch, Instant now) {
    return batch.upTo() <= commits.committedEnd()
        && batch.committedAt().filter(at -> !at.plus(rule.retention()).isAfter(now)).isPresent();
  }

  private void tryAgain() {
    long after = 0;
    List<Long> delayed = history.delayed(after, FILES_AT_A_TIME);
    while (!delayed.isEmpty() && ending.getCount() > 0) {
      for (long sequence : delayed) {
        if (sequence <= commits.committedEnd()) {
          settle(log.versions(sequence - 1, sequence).get(0));
        }
        after = sequence;
      }
      delayed = history.delayed(after, FILES_AT_A_TIME);
    }
  }

  private void settle(FileVersion version) {
    long sequence = version.sequence();
    LandedFile file = file(version);
    try {
      Optional<Archived> begun = history.archived(sequence);
      if (begun.isPresent()
          && (begun.get().at().isPresent() || isEnded(sequence, file, begun.get()))) {
        return;
      }
      Optional<LandedFile> newest = newest(sequence, version.path());
      if (newest.isEmpty() || !isRead(sequence)) {
        history.forgetArchived(sequence, false);
      } else {
        remove(sequence, newest.get());
      }
    } catch (NoSuchFileException e) {
      history.forgetArchived(sequence, false); // It was removed by another program.
    } catch (ChangedFileException e) {
      history.forgetArchived(sequence, true); // Discovery says whether it is another version.
    } catch (IOException e) {
      history.delay(sequence);
      tell(file, e);
    }
  }

  /** The file as it was found; the part of a file has another size. */
  private LandedFile file(FileVersion version) {
    long origin = log.portions().of(version.sequence()).origin();
    if (origin <= log.startAfter()) {
      // Its first part was read under a log that was lost.
      return newest(version.sequence(), version.path())
          .orElseGet(() -> new LandedFile(version.path(), version.size(), version.modifiedAt()));
    }
    FileVersion found =
        origin == version.sequence() ? version : log.versions(origin - 1, origin).get(0);
    return new LandedFile(found.path(), found.size(), found.modifiedAt());
  }

  /** The file as it was seen last, unless there is a newer version of it. */
  private Optional<LandedFile> newest(long sequence, String path) {
    return log.newest(path)
        .filter(newest -> newest.sequence() == sequence)
        .map(FileLog.Newest::file);
  }

  /** Whether all of a version was read, without an error. */
  private boolean isRead(long sequence) {
    Portion portion = log.portions().of(sequence);
    long origin = portion.origin();
    boolean whole =
        switch (portion.care()) {
          case NONE, ALONE -> !portion.isPutOff();
          case NOT_EMBEDDED, NOT_READ -> false;
        };
    for (long part = origin; whole && part <= sequence; part++) {
      whole = log.portions().of(part).origin() != origin || !history.hasError(part);
    }
    return whole && !portion.goesOn();
  }

  private void remove(long sequence, LandedFile known) throws IOException {
    ArchiveMode mode = rule.mode().orElseThrow();
    String destination = destination(sequence, known, mode);
    history.putArchived(sequence, new Archived(Optional.empty(), mode, destination));
    switch (mode) {
      case DELETE -> removal.delete(known, destination);
      case MOVE -> removal.move(known, destination);
    }
    ended(sequence, mode, destination);
  }

  private void ended(long sequence, ArchiveMode mode, String destination) {
    history.putArchived(sequence, new Archived(Optional.of(clock.instant()), mode, destination));
  }

  /** A path at which nothing is. A deleted file goes there on its way, hidden. */
  private String destination(long sequence, LandedFile known, ArchiveMode mode) throws IOException {
    String path = known.path();
    int name = path.lastIndexOf('/') + 1;
    if (mode == ArchiveMode.DELETE) {
      return path.substring(0, name) + "." + path.substring(name) + ".read-" + sequence;
    }
    String below =
        path.startsWith(landing + "/")
            ? path.substring(landing.length() + 1)
            : path.substring(name);
    String wanted = rule.destination().orElseThrow() + "/" + below;
    if (removal.arrival(known, wanted) == Arrival.NOTHING) {
      return wanted;
    }
    String numbered = wanted + "." + sequence;
    if (removal.arrival(known, numbered) != Arrival.NOTHING) {
      throw new FileAlreadyExistsException(numbered);
    }
    return numbered;
  }

  /**
   * Ends a removal during which a process died.
   *
   * @return whether the file is away; else its removal may begin again
   */
  private boolean isEnded(long sequence, LandedFile file, Archived begun) throws IOException {
    String destination = begun.destination();
    Optional<LandedFile> newest = newest(sequence, file.path());
    boolean left = newest.isEmpty() || !removal.isUnchanged(newest.get());
    return switch (removal.arrival(file, destination)) {
      case NOTHING -> {
        boolean deleted = begun.mode() == ArchiveMode.DELETE && removal.isGone(file.path());
        if (deleted) {
          ended(sequence, begun.mode(), destination);
        }
        yield deleted;
      }
      case OTHER -> {
        if (left) {
          removal.putBack(destination, file.path()); // It was changed just before it was taken.
        } else {
          removal.deleteArrived(destination); // A copy that was not finished.
        }
        yield false;
      }
      case FILE -> {
        if (!left || begun.mode() == ArchiveMode.DELETE) {
          removal.deleteArrived(destination); // If it has not left, this is a copy of it.
        }
        if (left) {
          ended(sequence, begun.mode(), destination);
        }
        yield left;
      }
    };
  }

  private void tell(LandedFile file, IOException cause) {
    LOGGER
        .atLevel(failed ? Level.DEBUG : Level.WARN)
        .addKeyValue("path", file.path())
        .addKeyValue("error", cause.toString())
        .log("a file that was read cannot be removed, it is tried again later");
    failed = true;
  }

  /** As {@link #close(boolean)}, of a query that was stopped. */
  @Override
  public void close() {
    close(false);
  }

  /**
   * Removes what may be removed by now, and ends. Waits for that up to a bound, or without one if
   * the rule says so; an interrupt ends the waiting.
   *
   * @param byItself whether the query has ended by itself, with all that it was to read
   */
  public void close(boolean byItself) {
    ending.countDown();
    try {
      if (byItself && rule.waits()) {
        thread.join();
      } else {
        thread.join(END_LIMIT.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closed = true;
  }
}
