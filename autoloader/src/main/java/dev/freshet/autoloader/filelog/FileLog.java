package dev.freshet.autoloader.filelog;

import dev.freshet.storage.DirectoryInUseException;
import dev.freshet.storage.DirectoryLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * The durable, totally ordered list of the file versions that discovery found.
 *
 * <p>Sequence numbers start at 1, or above those of a log that was lost, have no gaps, are never
 * reused and survive a crash: {@link #append} returns after the disk has them. A range of them
 * identifies a batch, so the same range always means the same file versions.
 *
 * <p>The log is a RocksDB directory on a local disk. One process at a time has it open for writing;
 * any number may open it read-only meanwhile. Heap use does not depend on its length. Thread-safe;
 * every operation after {@link #close()} throws {@link IllegalStateException}. Input and output
 * errors are {@link UncheckedIOException}: the call may be repeated, nothing is half done.
 */
public final class FileLog implements AutoCloseable {
  private static final byte[] STREAM_ID = FileLogCodec.metaKey("streamId");
  private static final byte[] START = FileLogCodec.metaKey("start");
  private static final byte[] LAST = FileLogCodec.metaKey("lastSequence");
  private static final byte[] COMMITTED = FileLogCodec.metaKey("committedSequence");
  private static final byte[] EXISTING = FileLogCodec.metaKey("existingSequence");

  /** Bounds the native memory of one write; a longer round is written in several, in order. */
  private static final int VERSIONS_PER_WRITE = 10_000;

  private final Path directory;
  private final FileLogStore store;
  private static final String LOCK_FILE = "owner.lock";

  private final @Nullable DirectoryLock lock;
  private final ReentrantReadWriteLock openGuard = new ReentrantReadWriteLock();
  private final String streamId;
  private final long startAfter;
  private volatile long lastSequence;
  private volatile long committedSequence;
  private long totalBytes;
  private boolean closed;

  private FileLog(
      Path directory, FileLogStore store, @Nullable DirectoryLock lock, LongSupplier startAfter)
      throws RocksDBException {
    this.directory = directory;
    this.store = store;
    this.lock = lock;
    byte[] id = store.value(STREAM_ID);
    if (id == null) {
      store.putSynced(START, FileLogCodec.number(startAfter.getAsLong()));
      id = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
      store.putSynced(STREAM_ID, id);
    }
    this.streamId = new String(id, StandardCharsets.US_ASCII);
    this.startAfter = store.number(START, 0);
    this.lastSequence = store.number(LAST, this.startAfter);
    this.committedSequence = store.number(COMMITTED, this.startAfter);
    this.totalBytes = totalBytesAt(lastSequence);
  }

  /**
   * Opens the log for writing and creates it if it is not there, numbered from 1.
   *
   * @throws FileLogInUseException if another process, or another stream of this one, has it open
   * @throws UncheckedIOException if the directory cannot be written or is not a file log
   */
  public static FileLog open(Path directory) {
    return open(directory, () -> 0);
  }

  /**
   * Opens the log for writing and creates it if it is not there.
   *
   * @param startAfter asked only if the log is made now, which includes one whose making was cut
   *     short before: its first file is numbered one above, so that it goes on above a log that was
   *     lost. An existing log keeps its numbers
   * @throws FileLogInUseException if another process, or another stream of this one, has it open
   * @throws UncheckedIOException if the directory cannot be written or is not a file log
   */
  public static FileLog open(Path directory, LongSupplier startAfter) {
    try {
      Files.createDirectories(directory);
      DirectoryLock lock = DirectoryLock.acquire(directory, LOCK_FILE);
      try {
        return create(directory, FileLogStore.open(directory), lock, startAfter);
      } catch (RocksDBException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (DirectoryInUseException e) {
      throw new FileLogInUseException(directory, e);
    } catch (RocksDBException | IOException e) {
      throw failed("open", directory, e);
    }
  }

  /**
   * Opens the log as it is at this moment, for reading; what is appended later is not seen. Works
   * while this or another process has it open for writing. {@link #append}, {@link #markExisting}
   * and {@link #markCommitted} throw {@link IllegalStateException}.
   *
   * @throws UncheckedIOException if there is no file log in the directory or it cannot be read
   */
  public static FileLog openReadOnly(Path directory) {
    try {
      return create(directory, FileLogStore.openReadOnly(directory), null, () -> 0);
    } catch (RocksDBException e) {
      throw failed("open", directory, e);
    }
  }

  private static FileLog create(
      Path directory, FileLogStore store, @Nullable DirectoryLock lock, LongSupplier startAfter)
      throws RocksDBException {
    try {
      return new FileLog(directory, store, lock, startAfter);
    } catch (RocksDBException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Where the log is. */
  public Path directory() {
    return directory;
  }

  /** Random identity of this log, made with it and constant afterwards; has no ':' in it. */
  public String streamId() {
    return streamId;
  }

  /** The log's first file version has the sequence after this one: 0, unless a log was lost. */
  public long startAfter() {
    return startAfter;
  }

  /** Sequence of the newest file version; {@link #startAfter()} when the log is empty. */
  public long lastSequence() {
    return lastSequence;
  }

  /**
   * Sequence up to which a query has committed its batches; {@link #startAfter()} before the first.
   * It is a report, not the position of the query (that is the checkpoint): Spark tells a source
   * that a batch is committed when it plans the next one or starts again, so it may be one batch
   * behind.
   */
  public long committedSequence() {
    return committedSequence;
  }

  /**
   * Sequence the log had reached when the first complete listing of the landing zone ended: what
   * was there before the stream. Empty until then.
   */
  public OptionalLong existingSequence() {
    return whileOpen(
        "read",
        () -> {
          byte[] value = store.value(EXISTING);
          return value == null ? OptionalLong.empty() : OptionalLong.of(FileLogCodec.number(value));
        });
  }

  /** Records {@link #existingSequence()} as the present end; later calls change nothing. */
  public void markExisting() {
    whileOpen(
        "write",
        () -> {
          if (store.value(EXISTING) == null) {
            store.putSynced(EXISTING, FileLogCodec.number(lastSequence));
          }
          return null;
        });
  }

  /** Records that batches up to {@code sequence} are committed; a lower one changes nothing. */
  public void markCommitted(long sequence) {
    whileOpen(
        "write",
        () -> {
          synchronized (store) {
            if (sequence > committedSequence) {
              store.put(COMMITTED, FileLogCodec.number(sequence));
              committedSequence = sequence;
            }
          }
          return null;
        });
  }

  /** Whether the log has this version. One point read, mostly answered by a Bloom filter. */
  public boolean contains(LandedFile file) {
    return whileOpen("read", () -> store.value(FileLogCodec.versionKey(file)) != null);
  }

  /**
   * Numbers the versions that are not in the log yet, in the order of the list, and returns once
   * they are on disk. Repeating a call is harmless.
   *
   * @return the last sequence afterwards
   */
  public long append(List<LandedFile> files, Instant discoveredAt) {
    return whileOpen(
        "write",
        () -> {
          synchronized (store) {
            for (int from = 0; from < files.size(); from += VERSIONS_PER_WRITE) {
              int to = Math.min(files.size(), from + VERSIONS_PER_WRITE);
              appendOnce(files.subList(from, to), discoveredAt);
            }
            return lastSequence;
          }
        });
  }

  private void appendOnce(List<LandedFile> files, Instant discoveredAt) throws RocksDBException {
    long sequence = lastSequence;
    long bytes = totalBytes;
    try (WriteBatch batch = new WriteBatch()) {
      Set<LandedFile> inThisWrite = new HashSet<>();
      for (LandedFile file : files) {
        byte[] key = FileLogCodec.versionKey(file);
        if (!inThisWrite.add(file) || store.value(key) != null) {
          continue;
        }
        sequence++;
        bytes += file.size();
        batch.put(key, FileLogCodec.number(sequence));
        batch.put(
            FileLogCodec.sequenceKey(sequence), FileLogCodec.entry(file, discoveredAt, bytes));
      }
      if (sequence > lastSequence) {
        batch.put(LAST, FileLogCodec.number(sequence));
        store.writeSynced(batch);
        totalBytes = bytes;
        lastSequence = sequence;
      }
    }
  }

  /**
   * The versions with {@code after < sequence <= upTo}, in order, each with the number it was
   * given.
   *
   * @throws IllegalStateException if the log does not reach up to {@code upTo}, or has a gap
   */
  public List<FileVersion> versions(long after, long upTo) {
    requireReached(upTo);
    return whileOpen(
        "read",
        () -> {
          List<FileVersion> found = new ArrayList<>();
          long first = Math.max(after, startAfter) + 1;
          try (RocksIterator iterator = store.iterator()) {
            iterator.seek(FileLogCodec.sequenceKey(first));
            for (long sequence = first; sequence <= upTo; sequence++) {
              if (!iterator.isValid()
                  || !Arrays.equals(iterator.key(), FileLogCodec.sequenceKey(sequence))) {
                iterator.status();
                throw missing(sequence);
              }
              found.add(FileLogCodec.entry(sequence, iterator.value()).version());
              iterator.next();
            }
            iterator.status();
          }
          return found;
        });
  }

  /** Bytes of the versions with {@code after < sequence <= upTo}: two point reads. */
  public long bytesBetween(long after, long upTo) {
    requireReached(upTo);
    return upTo <= after ? 0 : whileOpen("read", () -> totalBytesAt(upTo) - totalBytesAt(after));
  }

  /**
   * The first sequence at which the versions after {@code after} together have at least {@code
   * bytes} bytes, but never beyond {@code upTo}. Binary search over point reads.
   */
  public long sequenceReachingBytes(long after, long upTo, long bytes) {
    requireReached(upTo);
    return whileOpen(
        "read",
        () -> {
          long start = totalBytesAt(after);
          long low = after + 1;
          long high = upTo;
          while (low < high) {
            long middle = low + (high - low) / 2;
            if (totalBytesAt(middle) - start >= bytes) {
              high = middle;
            } else {
              low = middle + 1;
            }
          }
          return high;
        });
  }

  private long totalBytesAt(long sequence) throws RocksDBException {
    if (sequence <= startAfter) {
      return 0;
    }
    byte[] entry = store.value(FileLogCodec.sequenceKey(sequence));
    if (entry == null) {
      throw missing(sequence);
    }
    return FileLogCodec.totalBytes(entry);
  }

  private IllegalStateException missing(long sequence) {
    return new IllegalStateException(
        "Cannot read file log "
            + directory
            + ": sequence "
            + sequence
            + " is missing below its end. The directory is damaged; restore it from a backup.");
  }

  private void requireReached(long sequence) {
    if (sequence > lastSequence) {
      throw new IllegalStateException(
          "Cannot read file log "
              + directory
              + " up to sequence "
              + sequence
              + ": it ends at "
              + lastSequence
              + ". The file log was lost or belongs to another checkpoint; restore it, or start"
              + " with a new checkpoint.");
    }
  }

  @Override
  public void close() {
    openGuard.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      store.close();
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      throw failed("close", directory, e);
    } finally {
      openGuard.writeLock().unlock();
    }
  }

  /** RocksDB memory must not be touched after its close: it would crash the whole process. */
  private <T extends @Nullable Object> T whileOpen(String verb, RocksCall<T> call) {
    openGuard.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException(
            "Cannot " + verb + " file log " + directory + ": it is closed. Open it again.");
      }
      if (verb.equals("write") && lock == null) {
        throw new IllegalStateException(
            "Cannot write file log "
                + directory
                + ": it was opened read-only. Use FileLog.open to write.");
      }
      return call.run();
    } catch (RocksDBException e) {
      throw failed(verb, directory, e);
    } finally {
      openGuard.readLock().unlock();
    }
  }

  private static UncheckedIOException failed(String verb, Path directory, Exception cause) {
    return new UncheckedIOException(
        "Cannot "
            + verb
            + " file log "
            + directory
            + ": "
            + cause.getMessage()
            + ". Check that the directory is a file log on a writable local disk with free space.",
        cause instanceof IOException io ? io : new IOException(cause));
  }

  @FunctionalInterface
  private interface RocksCall<T extends @Nullable Object> {
    T run() throws RocksDBException;
  }
}
