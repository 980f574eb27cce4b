package dev.freshet.lance.table;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.TableContent;
import dev.freshet.lance.library.NativeBound;
import dev.freshet.lance.library.NativeLibrary;
import dev.freshet.lance.proof.OpeningNotes;
import dev.freshet.storage.memory.NativeMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.FragmentMetadata;
import org.lance.Transaction;
import org.lance.index.IndexOptions;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.OptimizeOptions;
import org.lance.operation.Operation;
import org.lance.operation.UpdateConfig;
import org.lance.operation.UpdateMap;
import org.lance.schema.LanceField;

/**
 * Owns one long-lived handle of a dataset and the memory of its batches. The handle keeps the
 * native caches warm from version to version; a new handle per call would read the index again each
 * time.
 *
 * <p>Not thread-safe. A scan keeps the version at which it was started, also when the handle moves
 * on or is closed.
 */
public final class LanceTable implements AutoCloseable {

  /**
   * Upper limit of the Arrow memory of one handle, against leaks and oversized batches: 32 times
   * the vectors of 1 024 rows with 4 096 dimensions.
   */
  public static final long ARROW_BYTES_MAX = 512L << 20;

  private static final String OPENING = "table";

  private final String uri;
  private final BufferAllocator allocator;
  private final Dataset dataset;
  private final TableHistory history;
  private final TableSync sync;
  private final NativeMemory.Counted memory;
  private volatile ChunkSchema schema;
  private @Nullable TableHead known;

  private LanceTable(String uri, BufferAllocator allocator, Dataset dataset, ChunkSchema schema) {
    this.uri = uri;
    this.allocator = allocator;
    this.dataset = dataset;
    this.schema = schema;
    this.history = new TableHistory(uri);
    this.sync = new TableSync(uri);
    this.memory = NativeBound.count(allocator, dataset);
  }

  /**
   * Opens an existing table.
   *
   * @throws FreshetException with {@link ErrorCode#TABLE_NOT_FOUND} if it does not exist, with
   *     {@link ErrorCode#TABLE_TOO_NEW} if a newer library wrote it, with {@link
   *     ErrorCode#STORE_DAMAGED} if a file of it is damaged, with {@link
   *     ErrorCode#STORE_UNAVAILABLE} if storage does not answer
   */
  public static LanceTable open(String uri) {
    TableProof.require(uri);
    OpeningNotes notes = notes(uri);
    if (notes.damaged().contains(OPENING)) {
      throw LanceErrors.damaged(
          "open",
          uri,
          "%d processes ended while they opened it".formatted(OpeningNotes.DEATHS_MAX),
          null);
    }
    NativeLibrary.load();
    try (OpeningNotes.Note note = notes.begin(Set.of(OPENING))) {
      return openNoted(uri);
    }
  }

  private static LanceTable openNoted(String uri) {
    BufferAllocator allocator = new RootAllocator(ARROW_BYTES_MAX);
    Dataset dataset = null;
    try {
      dataset =
          Dataset.open().allocator(allocator).readOptions(NativeBound.options()).uri(uri).build();
      LanceTable table = new LanceTable(uri, allocator, dataset, ChunkSchema.of(uri, dataset));
      table.refresh(); // Reads the head, which may be damaged as well.
      return table;
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
            "Cannot open vector table " + uri + ": it does not exist. Start `run` to create it.",
            e);
      }
      throw LanceErrors.failure("open", uri, e);
    }
  }

  /** The absolute path of the dataset. */
  public String uri() {
    return uri;
  }

  /** The allocator of the handle's Arrow memory. */
  public BufferAllocator allocator() {
    return allocator;
  }

  /** The native handle; owned by this object. */
  public Dataset dataset() {
    return dataset;
  }

  /** The columns of the table, at the version that was last looked at. */
  public ChunkSchema schema() {
    return schema;
  }

  /** The notes of what is being opened of the table at {@code uri}. */
  public static OpeningNotes notes(String uri) {
    return new OpeningNotes(Path.of(uri).resolve(TableProof.FILES));
  }

  /**
   * Requires that the newest version of the dataset at {@code uri}, if there is one, is whole.
   *
   * @throws FreshetException with {@link ErrorCode#STORE_DAMAGED} if it is not
   */
  public static void requireWhole(String uri) {
    TableProof.require(uri);
  }

  /**
   * Requires that no version was lost since the last commit that was recorded.
   *
   * @throws FreshetException with {@link ErrorCode#STORE_DAMAGED} if one was
   */
  public void requireNewest() {
    TableProof.requireNewest(uri);
  }

  /** Requires that the content of every file of the newest version is that which was written. */
  public void requireContent() {
    TableProof.requireAll(uri);
  }

  /**
   * The data and deletion files of the newest version of the dataset at {@code uri}, to be read
   * again; none if there is no table.
   *
   * @throws FreshetException with {@link ErrorCode#STORE_DAMAGED} if the manifest is damaged
   */
  public static TableContent content(String uri) {
    return TableProof.content(uri);
  }

  /**
   * Requires that those of these files that are part of the newest version are as they were
   * written.
   *
   * @throws FreshetException with {@link ErrorCode#STORE_DAMAGED} if one is not
   */
  public void requireContent(Set<String> names) {
    TableProof.requireContent(uri, names);
  }

  /** The same for the files of fragments of the newest version. */
  public void requireContent(List<FragmentMetadata> fragments) {
    requireContent(TableSync.names(fragments));
  }

  /**
   * Records the checksums of the files that commits have added. For those who have written to the
   * table; takes about a millisecond and reads the new files.
   */
  public void recordContent() {
    TableProof.record(uri);
  }

  /**
   * Whether the files of the newest version on disk are whole. If they are and the handle misses
   * one, another table has replaced the one it opened.
   */
  public boolean isWhole() {
    try {
      TableProof.require(uri);
      return true;
    } catch (FreshetException e) {
      return false;
    }
  }

  /** Whether the end of a file is that of a file of the library. */
  public static boolean endsAsLance(Path file) throws IOException {
    return VersionFile.endsAsLance(file);
  }

  /** Moves the handle to the newest version. Takes about 0.1 ms when it is there already. */
  public TableHead refresh() {
    try {
      dataset.checkoutLatest();
      TableHead head = history.head(dataset, known);
      if (known == null || known.version() != head.version()) {
        schema = ChunkSchema.of(uri, dataset);
      }
      known = head;
      return head;
    } catch (FreshetException e) {
      throw e;
    } catch (Exception e) {
      throw LanceErrors.failure("read the newest version of", uri, e);
    }
  }

  /** Puts files of the table on disk. */
  public TableSync sync() {
    return sync;
  }

  /**
   * Commits {@code operation} on top of the version the handle is at, and returns the new version
   * when its manifest is on disk. The files it names must be there before. Throws what the native
   * library throws; see {@link LanceErrors}.
   */
  public long commit(Operation operation, Map<String, String> properties) throws Exception {
    try (Transaction transaction =
            new Transaction.Builder()
                .readVersion(dataset.version())
                .operation(operation)
                .transactionProperties(properties)
                .build();
        Dataset next = new CommitBuilder(dataset).execute(transaction)) {
      sync.manifest(next.version());
      return next.version();
    }
  }

  /**
   * Commits a change of the table config alone. It conflicts with no batch, and with another change
   * only if both set the same key. It carries no {@link CommitRecord}: the library would rebase it
   * over a batch that comes first, and an old record would then hide that batch. Throws what the
   * native library throws; see {@link LanceErrors}.
   */
  public void commitConfig(Map<String, String> updates) throws Exception {
    UpdateConfig operation =
        UpdateConfig.builder().configUpdates(UpdateMap.builder().updates(updates).build()).build();
    commit(operation, Map.of());
  }

  /**
   * Builds an index over all rows of the version the handle is at. It replaces an index of the same
   * name in one commit, which conflicts with no batch. Throws what the native library throws; see
   * {@link LanceErrors}.
   */
  public void createIndex(String name, String column, IndexType type, IndexParams params) {
    sync.around(
        () -> {
          dataset.createIndex(
              IndexOptions.builder(List.of(column), type, params)
                  .replace(true)
                  .withIndexName(name)
                  .build());
        });
  }

  /** Extends or merges indexes, in one commit; see {@link #createIndex}. */
  public void optimizeIndexes(OptimizeOptions options) {
    sync.around(() -> dataset.optimizeIndices(options));
  }

  /** Removes an index, in one commit; see {@link #createIndex}. */
  public void dropIndex(String name) {
    sync.around(() -> dataset.dropIndex(name));
  }

  /**
   * Ids of all fields. With stable row ids an update must name them: otherwise the library
   * registers its new fragments as indexed although they are not, and every search misses them.
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
    memory.close();
    dataset.close();
    allocator.close();
  }
}
