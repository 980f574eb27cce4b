package dev.freshet.autoloader.spark;

import dev.freshet.autoloader.clean.SourceCleaner;
import dev.freshet.autoloader.filelog.FileHistory;
import dev.freshet.autoloader.filelog.FileHistory.BatchTimes;
import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.state.CheckpointProgress;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes into the file log when the batches of a query begin and when they are committed. Spark
 * tells of a commit when it plans the next batch, which may be hours later, so the checkpoint is
 * looked at, too. Thread-safe.
 */
final class BatchNotes implements SourceCleaner.Commits {
  private static final Logger LOGGER = LoggerFactory.getLogger(BatchNotes.class);

  private final FileLog log;
  private final FileHistory history;
  private final Optional<CheckpointProgress> checkpoint;
  private final FilesWithErrors errors;
  private final InstantSource clock;
  private final TreeMap<Long, Long> readHere = new TreeMap<>();
  private long committedEnd;

  BatchNotes(FileLog log, String checkpointLocation, FilesWithErrors errors, InstantSource clock) {
    this.log = log;
    this.history = log.history();
    this.checkpoint = CheckpointProgress.of(checkpointLocation);
    this.errors = errors;
    this.clock = clock;
    history.checkpointIs(checkpointLocation);
  }

  /** A batch begins. */
  synchronized void planned(long after, long upTo) {
    long from = Math.max(after, log.startAfter());
    history.planned(from, upTo, clock.instant());
    readHere.put(upTo, from);
  }

  /** Spark has said that a batch is committed; no task of the query runs. */
  synchronized void committed(long upTo) {
    noteUpTo(upTo, newest().filter(each -> each.upTo() == upTo));
    errors.forget();
  }

  /** Looks whether the checkpoint has a commit that Spark has not told of yet. */
  @Override
  public synchronized void look() {
    Optional<CheckpointProgress.Committed> newest = newest();
    newest.ifPresent(each -> noteUpTo(each.upTo(), newest));
  }

  /** It may be below what an earlier query, with another checkpoint, had committed. */
  @Override
  public synchronized long committedEnd() {
    return committedEnd;
  }

  private void noteUpTo(long upTo, Optional<CheckpointProgress.Committed> known) {
    committedEnd = Math.max(committedEnd, upTo);
    log.markCommitted(Math.min(upTo, log.lastSequence()));
    Instant at = known.map(CheckpointProgress.Committed::at).orElseGet(clock::instant);
    Optional<BatchTimes> batch = history.batchOf(upTo).filter(each -> each.upTo() == upTo);
    if (batch.isPresent() && batch.get().committedAt().isEmpty()) {
      history.committed(upTo, at, withErrors(batch.get()));
    }
    readHere.headMap(upTo, true).clear();
  }

  /** Of a batch that another process read it is not known what its tasks saw. */
  private Set<Long> withErrors(BatchTimes batch) {
    if (readHere.containsKey(batch.upTo())) {
      return errors.sequences();
    }
    Set<Long> all = new TreeSet<>();
    for (long each = batch.after() + 1; each <= batch.upTo(); each++) {
      all.add(each);
    }
    return all;
  }

  private Optional<CheckpointProgress.Committed> newest() {
    try {
      return checkpoint.isEmpty() ? Optional.empty() : checkpoint.get().newest();
    } catch (IOException e) {
      LOGGER
          .atDebug()
          .addKeyValue("error", e.toString())
          .log("checkpoint cannot be read, it is read again");
      return Optional.empty();
    }
  }
}
