package dev.freshet.autoloader.filelog;

import dev.freshet.storage.rocks.RocksException;
import dev.freshet.storage.rocks.RocksStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What became of the files of a file log: which batches took them, which were left out, and which
 * were removed from the landing zone. It decides nothing: what is read follows from the log and the
 * checkpoint alone. Thread-safe, as its log is.
 */
public final class FileHistory {
  private static final byte[] CHECKPOINT = FileLogCodec.metaKey("checkpoint");
  private static final byte[] BEFORE_STREAM = FileLogCodec.metaKey("beforeStream");
  private static final byte[] CLEANED = FileLogCodec.metaKey("cleanedSequence");
  private static final byte[] NOTHING = new byte[0];

  private final FileLogStore store;

  FileHistory(FileLogStore store) {
    this.store = store;
  }

  /**
   * A batch of file versions.
   *
   * @param after sequence before its first version
   * @param upTo sequence of its last version
   * @param plannedAt when its reading began, the last time if it was repeated
   * @param committedAt when Spark had it in its checkpoint; empty until then
   */
  public record BatchTimes(
      long after, long upTo, Instant plannedAt, Optional<Instant> committedAt) {

    /** Whether it has a sequence. */
    public boolean has(long sequence) {
      return after < sequence && sequence <= upTo;
    }
  }

  /** What became of a file that had been read. Stored by position: a new one comes last. */
  public enum ArchiveMode {
    DELETE,
    MOVE
  }

  /**
   * A file that is no longer in the landing zone, or is just being removed.
   *
   * @param at when it was removed; empty while that is under way
   * @param mode how
   * @param destination path where it is; of a deleted file, where it was on its way
   */
  public record Archived(Optional<Instant> at, ArchiveMode mode, String destination) {

    /** Where the file is now; empty if it was deleted, or is not moved yet. */
    public Optional<String> movedTo() {
      return at.isPresent() && mode == ArchiveMode.MOVE
          ? Optional.of(destination)
          : Optional.empty();
    }
  }

  /** Why a file that was found is not read. Stored by position: a new one comes last. */
  public enum SkipReason {
    TOO_OLD("it was modified longer ago than cloudFiles.maxFileAge when it was found"),
    MODIFIED_TOO_EARLY("it was not modified after modifiedAfter"),
    MODIFIED_TOO_LATE("it was not modified before modifiedBefore"),
    REWRITTEN("it was changed after it was found, and cloudFiles.allowOverwrites is false");

    private final String text;

    SkipReason(String text) {
      this.text = text;
    }

    /** For people, without a full stop. */
    public String text() {
      return text;
    }
  }

  /** A file that is not read, when it was seen first so, and why. */
  public record Skipped(LandedFile file, Instant seenAt, SkipReason reason) {}

  /** Remembers where the query of the log has its checkpoint; without effect if that is known. */
  public void checkpointIs(String location) {
    putText(CHECKPOINT, location);
  }

  /** Where the last query of the log has its checkpoint, as Spark names it for the source. */
  public Optional<String> checkpoint() {
    return store.read(open -> Optional.ofNullable(open.find(CHECKPOINT)).map(FileHistory::text));
  }

  /**
   * Files up to here were in the landing zone before the stream, and the query does not want them.
   */
  public void leftOutThrough(long sequence) {
    store.<@Nullable Void>write(
        open -> {
          open.write(batch -> batch.put(BEFORE_STREAM, FileLogCodec.number(sequence)));
          return null;
        });
  }

  /** As {@link #leftOutThrough(long)}; 0 if all are wanted. */
  public long leftOutThrough() {
    return number(BEFORE_STREAM);
  }

  /** A batch begins. Batches of another cut, which were never committed, are forgotten. */
  public void planned(long after, long upTo, Instant now) {
    BatchTimes batch = new BatchTimes(after, upTo, now, Optional.empty());
    store.<@Nullable Void>write(
        open -> {
          Optional<BatchTimes> cutOtherwise =
              firstBatch(open, upTo)
                  .filter(each -> each.after() < upTo && each.committedAt().isEmpty());
          open.write(
              changes -> {
                if (after + 1 < upTo) {
                  changes.deleteRange(
                      HistoryCodec.batchKey(after + 1), HistoryCodec.batchKey(upTo));
                }
                if (cutOtherwise.isPresent()) {
                  changes.delete(HistoryCodec.batchKey(cutOtherwise.get().upTo()));
                }
                changes.put(HistoryCodec.batchKey(upTo), HistoryCodec.batch(batch));
              });
          return null;
        });
  }

  /**
   * Spark has the batch that ends here in its checkpoint. The first time counts.
   *
   * @param withErrors sequences of files of which not all was read, because of an error
   */
  public void committed(long upTo, Instant at, Collection<Long> withErrors) {
    store.<@Nullable Void>write(
        open -> {
          byte[] key = HistoryCodec.batchKey(upTo);
          byte[] value = open.find(key);
          if (value == null) {
            return null; // A build before this one planned it.
          }
          BatchTimes batch = HistoryCodec.batch(key, value);
          if (batch.committedAt().isEmpty()) {
            open.write(
                changes -> {
                  for (long each : withErrors) {
                    changes.put(HistoryCodec.errorKey(each), NOTHING);
                  }
                  changes.put(
                      key,
                      HistoryCodec.batch(
                          new BatchTimes(batch.after(), upTo, batch.plannedAt(), Optional.of(at))));
                });
          }
          return null;
        });
  }

  /** The batches that have a sequence above {@code after}, in order, at most {@code limit}. */
  public List<BatchTimes> batches(long after, int limit) {
    return store.read(
        open -> {
          List<BatchTimes> found = new ArrayList<>();
          long from = after;
          while (found.size() < limit) {
            Optional<BatchTimes> next = firstBatch(open, from);
            if (next.isEmpty()) {
              break;
            }
            found.add(next.get());
            from = next.get().upTo();
          }
          return found;
        });
  }

  /** The batch with a sequence; empty if none has begun. */
  public Optional<BatchTimes> batchOf(long sequence) {
    return store.read(open -> firstBatch(open, sequence - 1)).filter(batch -> batch.has(sequence));
  }

  private static Optional<BatchTimes> firstBatch(RocksStore open, long after)
      throws RocksException {
    return open.first(HistoryCodec.batchKey(after + 1), HistoryCodec.batchKey(Long.MAX_VALUE))
        .map(entry -> HistoryCodec.batch(entry.key(), entry.value()));
  }

  /** Whether not all of a version was read, because its file has an error. */
  public boolean hasError(long sequence) {
    return store.read(open -> open.find(HistoryCodec.errorKey(sequence)) != null);
  }

  /** What was done with a file after it had been read. */
  public Optional<Archived> archived(long sequence) {
    return store.read(
        open ->
            Optional.ofNullable(open.find(HistoryCodec.archivedKey(sequence)))
                .map(HistoryCodec::archived));
  }

  /** Records what is done with a file; returns once it is on disk. */
  public void putArchived(long sequence, Archived archived) {
    store.<@Nullable Void>write(
        open -> {
          open.writeSynced(
              batch -> {
                batch.put(HistoryCodec.archivedKey(sequence), HistoryCodec.archived(archived));
                if (archived.at().isPresent()) {
                  batch.delete(HistoryCodec.delayedKey(sequence));
                }
              });
          return null;
        });
  }

  /** The file stays in the landing zone after all, for good or for now. */
  public void forgetArchived(long sequence, boolean tryLater) {
    store.<@Nullable Void>write(
        open -> {
          open.write(
              batch -> {
                batch.delete(HistoryCodec.archivedKey(sequence));
                if (tryLater) {
                  batch.put(HistoryCodec.delayedKey(sequence), NOTHING);
                } else {
                  batch.delete(HistoryCodec.delayedKey(sequence));
                }
              });
          return null;
        });
  }

  /** The file could not be removed now; what was recorded of its removal stays. */
  public void delay(long sequence) {
    store.<@Nullable Void>write(
        open -> {
          open.write(batch -> batch.put(HistoryCodec.delayedKey(sequence), NOTHING));
          return null;
        });
  }

  /**
   * The files that could not be removed when it was their turn, with sequences above {@code after}.
   */
  public List<Long> delayed(long after, int limit) {
    return store.read(
        open -> {
          List<Long> found = new ArrayList<>();
          open.scan(
              HistoryCodec.delayedKey(after + 1),
              HistoryCodec.delayedKey(Long.MAX_VALUE),
              (key, value) -> {
                if (found.size() < limit) {
                  found.add(FileLogCodec.sequence(key));
                }
              });
          return found;
        });
  }

  /** Sequence up to which it is decided what becomes of each file, or when to try again. */
  public long cleanedThrough() {
    return number(CLEANED);
  }

  /** Sets {@link #cleanedThrough()}. */
  public void cleanedThrough(long sequence) {
    store.<@Nullable Void>write(
        open -> {
          open.write(batch -> batch.put(CLEANED, FileLogCodec.number(sequence)));
          return null;
        });
  }

  /** Remembers that a file is not read; without effect if that is known. One point read. */
  public void skipped(LandedFile file, SkipReason reason, Instant now) {
    store.<@Nullable Void>write(
        open -> {
          byte[] key = HistoryCodec.skippedKey(file.path());
          byte[] value = open.find(key);
          if (value != null) {
            Skipped known = HistoryCodec.skipped(key, value);
            if (known.file().looksLike(file) && known.reason() == reason) {
              return null;
            }
          }
          byte[] entry = HistoryCodec.skipped(new Skipped(file, now, reason));
          open.write(batch -> batch.put(key, entry));
          return null;
        });
  }

  /** The files that are not read, by path. What was read later is among them, too. */
  public void forEachSkipped(Consumer<Skipped> sink) {
    store.<@Nullable Void>read(
        open -> {
          open.scan(
              new byte[] {'k'},
              new byte[] {'l'},
              (key, value) -> sink.accept(HistoryCodec.skipped(key, value)));
          return null;
        });
  }

  private void putText(byte[] key, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    store.<@Nullable Void>write(
        open -> {
          byte[] known = open.find(key);
          if (known == null || !text(known).equals(text)) {
            open.write(batch -> batch.put(key, wanted));
          }
          return null;
        });
  }

  private static String text(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }

  private long number(byte[] key) {
    return store.read(
        open -> {
          byte[] value = open.find(key);
          return value == null ? 0L : FileLogCodec.number(value);
        });
  }
}
