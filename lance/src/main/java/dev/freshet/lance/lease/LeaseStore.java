package dev.freshet.lance.lease;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.lease.LeaseState;
import dev.freshet.lance.library.NativeLibrary;
import dev.freshet.lance.proof.OpeningNotes;
import dev.freshet.lance.table.LanceErrors;
import dev.freshet.lance.table.LanceTable;
import dev.freshet.storage.damage.SetAside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Transaction;
import org.lance.WriteParams;
import org.lance.cleanup.CleanupPolicy;
import org.lance.operation.UpdateConfig;
import org.lance.operation.UpdateMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the state of a lease in the config of an empty dataset beside the table and changes it by
 * compare-and-set: every change sets the same keys, and of two changes of the same version the
 * library rejects the second, on a local disk and on object stores. In the table's own config each
 * change would add a version to the table.
 *
 * <p>Not thread-safe. Methods throw what the native library throws; see {@link LanceErrors}. Its
 * failures have no types, hence each {@code catch (Exception)}: only a lost race, and a clean-up
 * that can wait, are handled here.
 */
final class LeaseStore implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(LeaseStore.class);

  private static final String HOLDER = "freshet.lease.holder";
  private static final String TOKEN = "freshet.lease.fencingToken";
  private static final String RENEWED = "freshet.lease.renewedAt";
  private static final String EXPIRES = "freshet.lease.expiresAt";
  private static final String RELEASED = "freshet.lease.released";

  private static final int CHANGES_PER_CLEANUP = 50;

  /**
   * How long versions are kept. Every version makes reads slower. A shorter time would be unsafe: a
   * change on a version whose successors were removed might not conflict. A process that slept this
   * long between read and change has lost the lease by its own clock.
   */
  private static final Duration VERSIONS_KEPT = Duration.ofMinutes(1);

  private static final long ARROW_BYTES_MAX = 4L << 20;
  private static final String OPENING = "lease";
  private static final String NO_FILE = "(os error 2)";

  private final String uri;
  private @Nullable Opened opened;
  private int changes;

  /** The open dataset and its memory. */
  private record Opened(Dataset dataset, BufferAllocator allocator) {
    void close() {
      dataset.close();
      allocator.close();
    }
  }

  LeaseStore(String uri) {
    this.uri = uri;
  }

  String uri() {
    return uri;
  }

  /**
   * The present state; null if the lease was never taken. Takes some 10 µs while the dataset does
   * not exist, and 0.1 ms once it is open.
   */
  @Nullable LeaseState read() throws Exception {
    if (opened == null && !Files.exists(Path.of(uri), LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    try {
      if (opened == null) {
        opened = openWhole();
      }
      opened.dataset().checkoutLatest();
      return decode(opened.dataset().getConfig());
    } catch (Exception e) {
      close();
      // Another process may be creating it: then some of its files are not there yet.
      if (LanceErrors.isNotFound(e) || e.getMessage() != null && e.getMessage().contains(NO_FILE)) {
        return null;
      }
      if (isDamage(e)) {
        putAside(e);
        return null;
      }
      throw e;
    }
  }

  private Opened openWhole() {
    LanceTable.requireWhole(uri);
    OpeningNotes notes = LanceTable.notes(uri);
    if (notes.damaged().contains(OPENING)) {
      throw new FreshetException(
          ErrorCode.STORE_DAMAGED,
          "Cannot open " + uri + ": processes ended while they opened it. Remove it.");
    }
    try (OpeningNotes.Note note = notes.begin(Set.of(OPENING))) {
      return open();
    }
  }

  private static boolean isDamage(Exception e) {
    return e instanceof FreshetException known
        ? known.code() == ErrorCode.STORE_DAMAGED
        : e instanceof IllegalArgumentException
            || e instanceof DateTimeException
            || LanceErrors.isDamage(e);
  }

  /** No data depends on the lease: a damaged one is a missing one, and is made again. */
  private void putAside(Exception damage) throws IOException {
    Path aside = SetAside.rename(Path.of(uri));
    LOGGER
        .atWarn()
        .addKeyValue("path", uri)
        .addKeyValue("reason", LanceErrors.firstLine(damage))
        .addKeyValue("outcome", "It was moved to " + aside + ", and is made again.")
        .log("a file of the home is damaged");
  }

  /**
   * Replaces the state that {@link #read} returned last.
   *
   * @return false if another process has changed it since
   */
  boolean replace(LeaseState state) throws Exception {
    if (opened == null) {
      opened = create();
      if (decode(opened.dataset().getConfig()) != null) {
        return false;
      }
    }
    UpdateConfig change =
        UpdateConfig.builder()
            .configUpdates(UpdateMap.builder().updates(encode(state)).build())
            .build();
    Dataset dataset = opened.dataset();
    try (Transaction transaction =
            new Transaction.Builder().readVersion(dataset.version()).operation(change).build();
        Dataset next = new CommitBuilder(dataset).execute(transaction)) {
      removeOldVersions(next);
      return true;
    } catch (Exception e) {
      if (LanceErrors.isConflict(e)) {
        return false;
      }
      close();
      throw e;
    }
  }

  private Opened open() {
    NativeLibrary.load();
    BufferAllocator allocator = new RootAllocator(ARROW_BYTES_MAX);
    try {
      return new Opened(Dataset.open().allocator(allocator).uri(uri).build(), allocator);
    } catch (Exception e) {
      allocator.close();
      throw e;
    }
  }

  /** Creates the dataset put-if-absent: of two processes the second opens what the first made. */
  private Opened create() {
    NativeLibrary.load();
    Schema schema = new Schema(List.of(Field.nullable("unused", new ArrowType.Bool())), Map.of());
    try (BufferAllocator allocator = new RootAllocator(ARROW_BYTES_MAX)) {
      Dataset.create(allocator, uri, schema, new WriteParams.Builder().build()).close();
    } catch (Exception e) {
      if (!LanceErrors.isAlreadyThere(e) && !LanceErrors.isConflict(e)) {
        throw e;
      }
    }
    return open();
  }

  private void removeOldVersions(Dataset dataset) {
    changes++;
    if (changes % CHANGES_PER_CLEANUP != 0) {
      return;
    }
    try {
      long before = Instant.now().minus(VERSIONS_KEPT).toEpochMilli();
      dataset.cleanupWithPolicy(CleanupPolicy.builder().withBeforeTimestampMillis(before).build());
    } catch (Exception e) {
      LOGGER
          .atWarn()
          .addKeyValue("path", uri)
          .addKeyValue("error", LanceErrors.firstLine(e))
          .log("cannot remove old versions of the lease, tried again later");
    }
  }

  private static Map<String, String> encode(LeaseState state) {
    return Map.of(
        HOLDER, state.holder(),
        TOKEN, Long.toString(state.fencingToken()),
        RENEWED, state.renewedAt().toString(),
        EXPIRES, state.expiresAt().toString(),
        RELEASED, Boolean.toString(state.released()));
  }

  private static @Nullable LeaseState decode(Map<String, String> config) {
    String holder = config.get(HOLDER);
    if (holder == null) {
      return null;
    }
    return new LeaseState(
        holder,
        Long.parseLong(config.getOrDefault(TOKEN, "")),
        Instant.parse(config.getOrDefault(RENEWED, "")),
        Instant.parse(config.getOrDefault(EXPIRES, "")),
        Boolean.parseBoolean(config.get(RELEASED)));
  }

  @Override
  public void close() {
    if (opened != null) {
      opened.close();
      opened = null;
    }
  }
}
