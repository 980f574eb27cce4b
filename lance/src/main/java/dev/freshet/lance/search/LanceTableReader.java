package dev.freshet.lance.search;

import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.vector.StoredChunk;
import dev.freshet.core.vector.TableState;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableReader.TableSnapshot;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.LanceErrors;
import dev.freshet.lance.table.LanceTable;
import dev.freshet.lance.table.SqlLiteral;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/**
 * The reader of a Lance table. Every call takes the version to answer from and starts its scans on
 * it, under a mutex; the scans keep that version and run concurrently. Thread-safe.
 */
public final class LanceTableReader implements VectorTableReader {

  private final VersionOpener opener;
  private final LanceTable table;

  /** Its monitor is the mutex. */
  private final VersionSource versions;

  /** Scans hold the read lock, so that closing waits for them. */
  private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();

  private boolean closed;

  /**
   * Opens the table at {@code uri}; every call answers from the newest version.
   *
   * @throws FreshetException with {@code TABLE_NOT_FOUND}, {@code TABLE_TOO_NEW} or {@code
   *     STORE_UNAVAILABLE}
   */
  public static LanceTableReader open(String uri) {
    return open(uri, NewestVersion::new);
  }

  /**
   * Opens the table at {@code uri}; calls answer from the newest version whose indexes are loaded.
   *
   * @throws FreshetException as {@link #open}
   */
  public static LanceTableReader openServing(String uri) {
    return open(
        uri, opener -> WarmVersion.open(opener, new IndexQueries(), WarmVersion.Pace.DEFAULT));
  }

  static LanceTableReader open(String uri, Function<VersionOpener, VersionSource> versions) {
    VersionOpener opener = new VersionOpener(LanceTable.open(uri));
    try {
      return new LanceTableReader(opener, versions.apply(opener));
    } catch (Exception e) {
      opener.close();
      throw e;
    }
  }

  /** Owns both from now on. */
  private LanceTableReader(VersionOpener opener, VersionSource versions) {
    this.opener = opener;
    this.table = opener.table();
    this.versions = versions;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Scores: {@code 1 - distance} for cosine and dot product, {@code 1 / (1 + distance)} for L2,
   * whose distance is the squared one.
   */
  @Override
  public TableSnapshot snapshot() {
    Lock lock = open.readLock();
    lock.lock();
    try {
      requireOpen();
      return new LanceSnapshot(guarded(() -> pin(lock)), this::guarded);
    } catch (RuntimeException e) {
      lock.unlock();
      throw e;
    }
  }

  private Pinned pin(Lock lock) {
    synchronized (versions) {
      TableVersion version = versions.current();
      return new Pinned(table.uri(), version.shared(), versions.state(version), lock);
    }
  }

  /**
   * A version whose handle stays open, as does the reader.
   *
   * @param lock held by the thread that took the snapshot
   */
  record Pinned(String uri, TableVersion version, TableState state, Lock lock)
      implements AutoCloseable {

    @Override
    public void close() {
      try {
        version.close();
      } finally {
        lock.unlock();
      }
    }
  }

  @Override
  public OptionalLong versionOf(String recordKey) {
    ScanOptions.Builder options =
        new ScanOptions.Builder()
            .columns(List.of(ChunkSchema.RECORD_VERSION))
            // Excludes the anchor row, whose key is empty as well.
            .filter(
                ChunkSchema.RECORD_KEY
                    + " = "
                    + SqlLiteral.text(recordKey)
                    + " AND "
                    + ChunkSchema.ID
                    + " <> ''")
            .limit(1);
    return whileOpen(() -> guarded(() -> firstVersion(options)));
  }

  private OptionalLong firstVersion(ScanOptions.Builder options) throws Exception {
    LanceScanner started;
    synchronized (versions) {
      TableVersion version = versions.current();
      started =
          version
              .dataset()
              .newScan(options.useScalarIndex(version.indexes().damaged().isEmpty()).build());
    }
    try (LanceScanner scanner = started;
        ArrowReader batches = scanner.scanBatches()) {
      while (batches.loadNextBatch()) {
        VectorSchemaRoot rows = batches.getVectorSchemaRoot();
        if (rows.getRowCount() > 0) {
          return OptionalLong.of(
              ((BigIntVector) rows.getVector(ChunkSchema.RECORD_VERSION)).get(0));
        }
      }
      return OptionalLong.empty();
    }
  }

  @Override
  public TableState state() {
    return whileOpen(
        () ->
            guarded(
                () -> {
                  synchronized (versions) {
                    return versions.state(versions.current());
                  }
                }));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Reads the vector column once, to find rows without a vector. An exception of {@code
   * consumer} ends the scan and reaches the caller unchanged.
   */
  @Override
  public TableState scan(Consumer<StoredChunk> consumer) {
    return whileOpen(
        () -> {
          try (StartedScan started = guarded(this::startScan)) {
            ChunkScan scan = started.chunks();
            List<StoredChunk> batch = guarded(scan::next);
            while (!batch.isEmpty()) {
              batch.forEach(consumer);
              batch = guarded(scan::next);
            }
            return started.state();
          }
        });
  }

  private StartedScan startScan() throws Exception {
    synchronized (versions) {
      TableVersion version = versions.current();
      return new StartedScan(versions.state(version), ChunkScan.start(version.dataset()));
    }
  }

  /** A running scan and the state of the version it reads. */
  private record StartedScan(TableState state, ChunkScan chunks) implements AutoCloseable {
    @Override
    public void close() {
      chunks.close();
    }
  }

  @Override
  public VectorTableSpec spec() {
    return whileOpen(
        () ->
            guarded(
                () -> {
                  synchronized (versions) {
                    return versions.current().schema().searched();
                  }
                }));
  }

  private <T> T whileOpen(Supplier<T> body) {
    Lock lock = open.readLock();
    lock.lock();
    try {
      requireOpen();
      return body.get();
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The reader of " + table.uri() + " is closed");
    }
  }

  /** Turns a failure of the native library into an error with the table and the cause. */
  private <T> T guarded(Callable<T> body) {
    try {
      return body.call();
    } catch (FreshetException e) {
      throw e;
    } catch (Exception e) {
      if (LanceErrors.isInvalidInput(e)) {
        throw new InvalidRequestException("Cannot search: " + LanceErrors.firstLine(e) + ".");
      }
      throw opener.failure("read", e);
    }
  }

  /** Arrow memory in use; 0 between calls. */
  long arrowBytes() {
    return table.allocator().getAllocatedMemory();
  }

  /** Waits for calls that are running, and for an index that is being loaded. */
  @Override
  public void close() {
    Lock lock = open.writeLock();
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        if (versions.close()) {
          opener.close();
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
