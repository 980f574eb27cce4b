package dev.freshet.autoloader.filelog;

import dev.freshet.storage.damage.DamageListener;
import dev.freshet.storage.rocks.RocksException;
import dev.freshet.storage.rocks.RocksStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The durable, totally ordered list of the file versions that discovery found.
 *
 * <p>Sequence numbers start at 1, or above those of a log that was lost, have no gaps, are never
 * reused and survive a crash: {@link #append} returns after the disk has them. A range of them
 * identifies a batch, so the same range always means the same file versions.
 *
 * <p>The log is a RocksDB directory on a local disk; of one that other machines see, the directory
 * is a copy, and what {@link #append} writes is in the shared storage first. One process at a time
 * has it open for writing; any number may open it read-only at the same time. Heap use does not
 * depend on its length. Thread-safe; every operation after {@link #close()} throws {@link
 * IllegalStateException}. Input and output errors are {@link UncheckedIOException}: the call may be
 * repeated, nothing is half done.
 */
public final class FileLog implements AutoCloseable {
  static final byte[] STREAM_ID = FileLogCodec.metaKey("streamId");
  static final byte[] START = FileLogCodec.metaKey("start");
  static final byte[] LAST = FileLogCodec.metaKey("lastSequence");
  static final byte[] COMMITTED = FileLogCodec.metaKey("committedSequence");
  static final byte[] KNOWN = FileLogCodec.metaKey("knownSequence");
  private static final byte[] EXISTING = FileLogCodec.metaKey("existingSequence");

  /** There since a log has the newest version of each path; a log without it gets them. */
  static final byte[] NEWEST_UP_TO = FileLogCodec.metaKey("newestUpTo");

  /**
   * The newest version of a path.
   *
   * @param sequence its number
   * @param file as it was seen last
   */
  public record Newest(long sequence, LandedFile file) {}

  /** No version has this number. */
  private static final long NONE = 0;

  /** Bounds the native memory of one write; a longer round is written in several, in order. */
  static final int VERSIONS_PER_WRITE = 10_000;

  private final FileLogStore store;
  private final String streamId;
  private final long startAfter;
  private final long knownThrough;
  private final @Nullable FileLogEnd end;
  private final NumberedVersions numbers;
  private final Portions portions;
  private final ContentMarks marks;
  private final FileHistory history;
  private volatile long lastSequence;
  private volatile long committedSequence;
  private long totalBytes;

  private FileLog(
      FileLogStore directory, RocksStore store, FileLogRebuild.Lost lost, @Nullable FileLogEnd end)
      throws RocksException {
    this.store = directory;
    this.end = end;
    byte[] id = store.find(STREAM_ID);
    if (id == null) {
      id = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
      FileLogRebuild.fill(store, lost, id, Instant.now());
    }
    this.streamId = new String(id, StandardCharsets.US_ASCII);
    this.startAfter = number(store, START, 0);
    this.knownThrough = number(store, KNOWN, this.startAfter);
    this.lastSequence = number(store, LAST, this.startAfter);
    this.committedSequence = number(store, COMMITTED, this.startAfter);
    this.numbers = new NumberedVersions(directory.place(), startAfter);
    this.totalBytes = numbers.totalBytesAt(store, lastSequence);
    this.portions = Portions.of(this, directory, store);
    this.marks = new ContentMarks(directory);
    this.history = new FileHistory(directory);
  }

  /**
   * Opens the log for writing and creates it if it is not there, numbered from 1.
   *
   * @throws FileLogInUseException if another process, or another stream of this one, has it open
   * @throws FileLogDamagedException if the log does not hold what it held
   * @throws UncheckedIOException if the directory cannot be written
   */
  public static FileLog open(Path directory) {
    return open(directory, () -> 0, DamageListener.NONE);
  }

  /**
   * Opens the log for writing and creates it if it is not there.
   *
   * @param lost asked only if the log is created now, or if an earlier creation was interrupted:
   *     the first file gets a number above those of the log that was lost, and what is known of its
   *     files is known of them again. An existing log keeps its numbers
   * @param damages is told of damage that the log can heal
   * @throws FileLogInUseException if another process, or another stream of this one, has it open
   * @throws FileLogDamagedException if the log does not hold what it held. Reads the log once
   * @throws UncheckedIOException if the directory cannot be written
   */
  public static FileLog open(Path directory, FileLogRebuild.Lost lost, DamageListener damages) {
    FileLogStore opened = FileLogStore.open(new FileLogPlace.Local(directory), damages);
    return opened.opening(
        store -> {
          FileLogEnd end = FileLogEnd.open(directory, damages);
          try {
            FileLogProof.requireWhole(store, directory, end.found());
            FileLog log = new FileLog(opened, store, lost, end);
            log.numbers.findNewest(store, log.lastSequence);
            end.fill(log.lastSequence());
            return log;
          } catch (IOException | RuntimeException e) {
            end.close();
            throw e;
          }
        });
  }

  /**
   * As {@link #open(Path, FileLogRebuild.Lost, DamageListener)}, numbered from 1 if it is created,
   * in any place. Of a log that other machines see, another process that has it open is not noticed
   * here; its next write fails with a {@link FileLogInUseException}.
   */
  public static FileLog open(FileLogPlace place, DamageListener damages) {
    if (place instanceof FileLogPlace.Local local) {
      return open(local.directory(), () -> 0, damages);
    }
    FileLogStore opened = FileLogStore.open(place, damages);
    return opened.opening(
        store -> {
          try {
            FileLogProof.requireWhole(store, place.directory(), OptionalLong.empty());
          } catch (FileLogDamagedException e) {
            throw new FileLogDamagedException(place, e.reason());
          }
          FileLog log = new FileLog(opened, store, () -> 0, null);
          opened.whenSettled(log::reload);
          log.numbers.findNewest(store, log.lastSequence);
          return log;
        });
  }

  /**
   * Opens the log as it is at this moment, for reading; what is appended later is not seen. Works
   * while this or another process has it open for writing. {@link #append}, {@link #markExisting}
   * and {@link #markCommitted} throw {@link IllegalStateException}.
   *
   * @throws UncheckedIOException if there is no file log in the directory or it cannot be read
   */
  public static FileLog openReadOnly(Path directory) {
    return openReadOnly(new FileLogPlace.Local(directory));
  }

  /**
   * As {@link #openReadOnly(Path)}, in any place. A log that other machines see is copied into the
   * directory, which must be the caller's alone.
   */
  public static FileLog openReadOnly(FileLogPlace place) {
    FileLogStore opened = FileLogStore.openReadOnly(place);
    return opened.opening(store -> new FileLog(opened, store, () -> 0, null));
  }

  /** Reads again what is in memory, after a write that was taken for failed. */
  private void reload(RocksStore open) throws RocksException {
    lastSequence = number(open, LAST, startAfter);
    committedSequence = number(open, COMMITTED, startAfter);
    totalBytes = numbers.totalBytesAt(open, lastSequence);
    portions.reload(open);
  }

  /** The directory of the log on this machine. */
  public Path directory() {
    return store.directory();
  }

  /** What says that the log does not hold what it must. */
  public FileLogDamagedException damaged(String reason) {
    return new FileLogDamagedException(store.place(), reason);
  }

  /** Random identity of this log, made with it and constant afterwards; has no ':' in it. */
  public String streamId() {
    return streamId;
  }

  /** The log's first file version has the sequence after this one: 0, unless a log was lost. */
  public long startAfter() {
    return startAfter;
  }

  /**
   * The versions up to here were read under a log that was lost, and are not read again: a query
   * starts behind them. {@link #startAfter()} if there are none.
   */
  public long knownThrough() {
    return knownThrough;
  }

  /** Sequence of the newest file version; {@link #startAfter()} when the log is empty. */
  public long lastSequence() {
    return lastSequence;
  }

  /**
   * Sequence up to which a query has committed its batches; {@link #startAfter()} before the first.
   * It is a report, not the position of the query (that is the checkpoint): Spark reports a batch
   * as committed when it plans the next one or starts again, so it may be one batch behind.
   */
  public long committedSequence() {
    return committedSequence;
  }

  /**
   * Sequence the log had reached when the first complete listing of the landing zone ended: what
   * was there before the stream. Empty until then.
   */
  public OptionalLong existingSequence() {
    return store.read(
        open -> {
          byte[] value = open.find(EXISTING);
          return value == null ? OptionalLong.empty() : OptionalLong.of(FileLogCodec.number(value));
        });
  }

  /** Records {@link #existingSequence()} as the present end; later calls change nothing. */
  public void markExisting() {
    store.<@Nullable Void>write(
        open -> {
          if (open.find(EXISTING) == null) {
            put(open, EXISTING, lastSequence);
          }
          return null;
        });
  }

  /** Records that batches up to {@code sequence} are committed; a lower one changes nothing. */
  public void markCommitted(long sequence) {
    store.<@Nullable Void>write(
        open -> {
          synchronized (store) {
            if (sequence > committedSequence) {
              open.write(batch -> batch.put(COMMITTED, FileLogCodec.number(sequence)));
              committedSequence = sequence;
            }
          }
          return null;
        });
  }

  /** The newest version of a path, if the log has one. One point read. */
  public Optional<Newest> newest(String path) {
    return store.read(open -> newest(open, path));
  }

  private static Optional<Newest> newest(RocksStore open, String path) throws RocksException {
    byte[] value = open.find(FileLogCodec.newestKey(path));
    return value == null ? Optional.empty() : Optional.of(FileLogCodec.newest(path, value));
  }

  /**
   * Remembers that the newest version of a path was seen with another {@link LandedFile#change()},
   * and still has the same content. Without effect if it is not the newest any more.
   */
  public void markUnchanged(Newest known, LandedFile seen) {
    store.<@Nullable Void>write(
        open -> {
          synchronized (store) {
            if (newest(open, seen.path()).equals(Optional.of(known))) {
              open.write(
                  batch ->
                      batch.put(
                          FileLogCodec.newestKey(seen.path()),
                          FileLogCodec.newest(known.sequence(), seen)));
            }
          }
          return null;
        });
  }

  /** What is read under each number. */
  public Portions portions() {
    return portions;
  }

  /** What became of the files. */
  public FileHistory history() {
    return history;
  }

  /** What the contents of the versions were. */
  public ContentMarks marks() {
    return marks;
  }

  /**
   * Gives the next number to the rest of a version, in one write with what {@code more} adds. The
   * caller holds the monitor of the store.
   *
   * @param bytes how large the rest is, about, at least 1
   */
  long appendRest(RocksStore open, long sequence, long bytes, Addition more) throws IOException {
    long next = lastSequence + 1;
    FileVersion version = numbers.versions(open, sequence - 1, sequence).get(0);
    LandedFile file = new LandedFile(version.path(), bytes, version.modifiedAt());
    Newest newest = newest(open, version.path()).orElseThrow();
    byte[] before = open.find(FileLogCodec.beforeKey(sequence));
    byte[] mark = open.find(FileLogCodec.markKey(sequence));
    open.writeSynced(
        batch -> {
          batch.put(
              FileLogCodec.sequenceKey(next),
              FileLogCodec.entry(file, version.discoveredAt(), totalBytes + bytes));
          more.add(batch, next);
          if (newest.sequence() == sequence) {
            batch.put(
                FileLogCodec.newestKey(version.path()), FileLogCodec.newest(next, newest.file()));
          }
          if (before != null) {
            batch.put(FileLogCodec.beforeKey(next), before);
          }
          if (mark != null) {
            batch.put(FileLogCodec.markKey(next), mark);
          }
          batch.put(LAST, FileLogCodec.number(next));
        });
    totalBytes += bytes;
    lastSequence = next;
    if (end != null) {
      end.record(next);
    }
    return next;
  }

  /** What a write of a rest holds beside it. */
  @FunctionalInterface
  interface Addition {
    void add(RocksStore.Writes batch, long next) throws RocksException;
  }

  /**
   * Numbers, in the order of the list, the files that are not as the newest version of their path
   * was seen last, and returns once they are on disk. Repeating a call is harmless.
   *
   * @return the last sequence afterwards
   */
  public long append(List<LandedFile> files, Instant discoveredAt) {
    return store.write(
        open -> {
          synchronized (store) {
            for (int from = 0; from < files.size(); from += VERSIONS_PER_WRITE) {
              int to = Math.min(files.size(), from + VERSIONS_PER_WRITE);
              appendOnce(open, files.subList(from, to), discoveredAt);
            }
            return lastSequence;
          }
        });
  }

  private void appendOnce(RocksStore open, List<LandedFile> files, Instant discoveredAt)
      throws IOException {
    List<Unnumbered> unknown = new ArrayList<>();
    Map<String, Newest> newest = new HashMap<>();
    for (LandedFile file : files) {
      Newest known = newest.get(file.path());
      if (known == null) {
        known = newest(open, file.path()).orElse(null);
      }
      if (known == null || !known.file().equals(file)) {
        unknown.add(new Unnumbered(file, known == null ? NONE : known.sequence()));
        newest.put(file.path(), new Newest(lastSequence + unknown.size(), file));
      }
    }
    if (unknown.isEmpty()) {
      return;
    }
    long newEnd = lastSequence + unknown.size();
    long bytes = totalBytes + unknown.stream().mapToLong(each -> each.file().size()).sum();
    open.writeSynced(
        batch -> {
          putVersions(batch, unknown, discoveredAt);
          batch.put(LAST, FileLogCodec.number(newEnd));
        });
    totalBytes = bytes;
    lastSequence = newEnd;
    if (end != null) {
      end.record(newEnd);
    }
  }

  /**
   * A version that gets the next number.
   *
   * @param before sequence of the version before of its path; {@link #NONE} if it is the first
   */
  private record Unnumbered(LandedFile file, long before) {}

  private void putVersions(RocksStore.Writes batch, List<Unnumbered> unknown, Instant discoveredAt)
      throws RocksException {
    long sequence = lastSequence;
    long bytes = totalBytes;
    for (Unnumbered each : unknown) {
      LandedFile file = each.file();
      sequence++;
      bytes += file.size();
      batch.put(FileLogCodec.newestKey(file.path()), FileLogCodec.newest(sequence, file));
      batch.put(FileLogCodec.sequenceKey(sequence), FileLogCodec.entry(file, discoveredAt, bytes));
      if (each.before() != NONE) {
        batch.put(FileLogCodec.beforeKey(sequence), FileLogCodec.number(each.before()));
      }
    }
  }

  /**
   * The versions with {@code after < sequence <= upTo}, in order, each with the number it was
   * given.
   *
   * @throws FileLogDamagedException if the log does not reach up to {@code upTo}, or has a gap
   */
  public List<FileVersion> versions(long after, long upTo) {
    requireReached(upTo);
    return store.read(open -> numbers.versions(open, after, upTo));
  }

  /** Where the content of a version is: at its path, or where it was moved after it was read. */
  public String place(FileVersion version) {
    long origin = portions.of(version.sequence()).origin();
    return history
        .archived(portions.lastOf(origin).orElse(version.sequence()))
        .flatMap(FileHistory.Archived::movedTo)
        .orElse(version.path());
  }

  /** Bytes of the versions with {@code after < sequence <= upTo}: two point reads. */
  public long bytesBetween(long after, long upTo) {
    requireReached(upTo);
    return upTo <= after
        ? 0
        : store.read(open -> numbers.totalBytesAt(open, upTo) - numbers.totalBytesAt(open, after));
  }

  /**
   * The first sequence at which the versions after {@code after} together have at least {@code
   * bytes} bytes, but never beyond {@code upTo}. Binary search over point reads.
   */
  public long sequenceReachingBytes(long after, long upTo, long bytes) {
    requireReached(upTo);
    return store.read(open -> numbers.sequenceReachingBytes(open, after, upTo, bytes));
  }

  private static void put(RocksStore open, byte[] key, long number) throws RocksException {
    open.writeSynced(batch -> batch.put(key, FileLogCodec.number(number)));
  }

  private static long number(RocksStore open, byte[] key, long fallback) throws RocksException {
    byte[] value = open.find(key);
    return value == null ? fallback : FileLogCodec.number(value);
  }

  private void requireReached(long sequence) {
    if (sequence > lastSequence) {
      throw damaged(FileLogProof.endsBelow(lastSequence, sequence));
    }
  }

  @Override
  public void close() {
    store.close();
    if (end != null) {
      try {
        end.close();
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot close file log " + directory() + ".", e);
      }
    }
  }
}
