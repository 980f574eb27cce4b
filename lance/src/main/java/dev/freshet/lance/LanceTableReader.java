package dev.freshet.lance;

import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.vector.SearchResult;
import dev.freshet.core.vector.StoredChunk;
import dev.freshet.core.vector.TableState;
import dev.freshet.core.vector.TextQuery;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/**
 * The reader of a Lance table. Every call moves the one shared handle to the newest version and
 * starts its scans there, under a mutex; the scans themselves keep that version and run side by
 * side.
 */
final class LanceTableReader implements VectorTableReader {

  private final LanceTable table;
  private final SearchPlan plan;
  private final SearchSettings settings = new SearchSettings();

  /** Scans hold the read lock, so that closing waits for them. */
  private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();

  private boolean closed;

  LanceTableReader(LanceTable table) {
    this.table = table;
    this.plan = new SearchPlan(table.schema());
  }

  /**
   * {@inheritDoc}
   *
   * <p>Scores: {@code 1 - distance} for cosine and dot product, {@code 1 / (1 + distance)} for L2,
   * whose distance is the squared one.
   */
  @Override
  public SearchResult search(VectorQuery query) {
    SearchPlan.Checked checked = plan.check(query);
    return whileOpen(
        () ->
            guarded(
                () ->
                    run(
                        query.k(),
                        TableSchema.DISTANCE,
                        () -> plan.options(checked, settings.parameters(table)))));
  }

  @Override
  public SearchResult search(TextQuery query) {
    ScanOptions options = plan.options(query);
    return whileOpen(
        () ->
            guarded(
                () ->
                    run(
                        query.k(),
                        TableSchema.SCORE,
                        () -> {
                          requireFullTextIndex();
                          return options;
                        })));
  }

  /** Without one the library answers with whatever rows it meets first, not with the best. */
  private void requireFullTextIndex() {
    if (!table.dataset().listIndexes().contains(ColumnIndexes.FULL_TEXT)) {
      throw new InvalidRequestException(
          "Cannot search for words: vector table %s has no full-text index yet. Set index.full-text: true and let maintenance build it (`run`, or `optimize` once), or search by meaning."
              .formatted(table.uri()));
    }
  }

  /**
   * @param measure the column that orders the hits
   * @param options asked with the handle at the version that is searched
   */
  private SearchResult run(int k, String measure, Callable<ScanOptions> options) throws Exception {
    TableHead head;
    LanceScanner started;
    synchronized (table) {
      head = table.refresh();
      started = table.dataset().newScan(options.call());
    }
    try (LanceScanner scanner = started;
        ArrowReader batches = scanner.scanBatches()) {
      HitReader hits = new HitReader(table.schema(), measure);
      while (batches.loadNextBatch()) {
        hits.read(batches.getVectorSchemaRoot());
      }
      return new SearchResult(hits.best(k), head.version(), head.record().asOf());
    }
  }

  @Override
  public TableState state() {
    return whileOpen(
        () ->
            guarded(
                () -> {
                  synchronized (table) {
                    return StateReader.read(table, table.refresh());
                  }
                }));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Reads the vector column once, to find rows without a vector. What {@code consumer} throws
   * ends the scan and reaches the caller as it is.
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
    synchronized (table) {
      TableState state = StateReader.read(table, table.refresh());
      return new StartedScan(state, ChunkScan.start(table.dataset()));
    }
  }

  /** A scan and the version it reads. */
  private record StartedScan(TableState state, ChunkScan chunks) implements AutoCloseable {
    @Override
    public void close() {
      chunks.close();
    }
  }

  @Override
  public VectorTableSpec spec() {
    return table.schema().spec();
  }

  private <T> T whileOpen(Supplier<T> body) {
    Lock lock = open.readLock();
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("The reader of " + table.uri() + " is closed");
      }
      return body.get();
    } finally {
      lock.unlock();
    }
  }

  /** Names the table in whatever the native library throws, and the one to blame. */
  private <T> T guarded(Callable<T> body) {
    try {
      return body.call();
    } catch (FreshetException e) {
      throw e;
    } catch (Exception e) {
      if (LanceErrors.isInvalidInput(e)) {
        throw new InvalidRequestException("Cannot search: " + LanceErrors.firstLine(e) + ".");
      }
      throw LanceErrors.unavailable("read", table.uri(), e);
    }
  }

  /** Arrow memory in use; 0 between calls. */
  long arrowBytes() {
    return table.allocator().getAllocatedMemory();
  }

  /** Waits for the calls that are under way. */
  @Override
  public void close() {
    Lock lock = open.writeLock();
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        table.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
