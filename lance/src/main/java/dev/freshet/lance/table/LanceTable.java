package dev.freshet.lance.table;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Transaction;
import org.lance.operation.Operation;
import org.lance.schema.LanceField;

/**
 * Owns the one long-lived handle of a dataset and the memory its batches live in. The handle keeps
 * the native caches warm from version to version; a fresh one per call would read the index anew.
 *
 * <p>Not thread-safe; scans that were started keep their version whatever happens to the handle.
 */
public final class LanceTable implements AutoCloseable {

  /**
   * Ceiling of the Arrow memory of one handle, against leaks and runaway batches: it holds a batch
   * of 1 024 rows with 4 096 dimensions many times over.
   */
  public static final long ARROW_BYTES_MAX = 512L << 20;

  private final String uri;
  private final BufferAllocator allocator;
  private final Dataset dataset;
  private final ChunkSchema schema;
  private final TableHistory history;
  private @Nullable TableHead known;

  private LanceTable(String uri, BufferAllocator allocator, Dataset dataset, ChunkSchema schema) {
    this.uri = uri;
    this.allocator = allocator;
    this.dataset = dataset;
    this.schema = schema;
    this.history = new TableHistory(uri);
  }

  /**
   * Opens an existing table.
   *
   * @throws FreshetException with {@link ErrorCode#TABLE_NOT_FOUND} if it is not there, with {@link
   *     ErrorCode#TABLE_TOO_NEW} if a newer library wrote it, with {@link
   *     ErrorCode#STORE_UNAVAILABLE} if storage does not answer
   */
  public static LanceTable open(String uri) {
    TableFormat.requireReadable(uri);
    NativeLibrary.load();
    BufferAllocator allocator = new RootAllocator(ARROW_BYTES_MAX);
    Dataset dataset = null;
    try {
      dataset = Dataset.open().allocator(allocator).uri(uri).build();
      return new LanceTable(uri, allocator, dataset, ChunkSchema.read(uri, dataset.getSchema()));
    } catch (Exception e) {
      if (dataset != null) {
        dataset.close();
      }
      allocator.close();
      if (e instanceof FreshetException known) {
        throw known;
      }
      if (LanceErrors.isNotFound(e)) {
        throw new FreshetException(
            ErrorCode.TABLE_NOT_FOUND,
            "Cannot open vector table " + uri + ": it is not there. Start `run` to create it.",
            e);
      }
      throw LanceErrors.unavailable("open", uri, e);
    }
  }

  public String uri() {
    return uri;
  }

  public BufferAllocator allocator() {
    return allocator;
  }

  public Dataset dataset() {
    return dataset;
  }

  public ChunkSchema schema() {
    return schema;
  }

  /** Moves the handle to the newest version. About 0.1 ms when there is none newer. */
  public TableHead refresh() {
    try {
      dataset.checkoutLatest();
      known = history.head(dataset, known);
      return known;
    } catch (FreshetException e) {
      throw e;
    } catch (Exception e) {
      throw LanceErrors.unavailable("read the newest version of", uri, e);
    }
  }

  /**
   * Commits {@code operation} on top of the version the handle is at, and says which version it
   * became. Throws what the native library throws; see {@link LanceErrors}.
   */
  public long commit(Operation operation, Map<String, String> properties) throws Exception {
    try (Transaction transaction =
            new Transaction.Builder()
                .readVersion(dataset.version())
                .operation(operation)
                .transactionProperties(properties)
                .build();
        Dataset next = new CommitBuilder(dataset).execute(transaction)) {
      return next.version();
    }
  }

  /**
   * Ids of all fields. An update that does not name them with stable row ids registers its new
   * fragments as indexed although they are not, and every search misses them.
   */
  public long[] fieldIds() {
    List<Long> ids = new ArrayList<>();
    collectIds(dataset.getLanceSchema().fields(), ids);
    return ids.stream().mapToLong(Long::longValue).toArray();
  }

  private static void collectIds(List<LanceField> fields, List<Long> ids) {
    for (LanceField field : fields) {
      ids.add((long) field.getId());
      collectIds(field.getChildren(), ids);
    }
  }

  @Override
  public void close() {
    dataset.close();
    allocator.close();
  }
}
