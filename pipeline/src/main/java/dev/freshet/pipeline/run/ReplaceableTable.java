package dev.freshet.pipeline.run;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.metadata.MetadataTyping;
import dev.freshet.core.vector.RowStager;
import dev.freshet.core.vector.StagedRows;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.core.vector.WriteOutcome;
import dev.freshet.storage.damage.Damage;
import dev.freshet.storage.damage.DamageListener;
import dev.freshet.storage.damage.DamagedPart;
import dev.freshet.storage.damage.SetAside;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The vector table of a running pipeline, which a new one replaces when it is damaged. Nothing is
 * lost by that: the recovery before the next start of the query fills the new table from Gold. A
 * table that is damaged again before a batch was committed stays: then its disk is at fault, and
 * filling it again would not end.
 */
final class ReplaceableTable implements VectorTableWriter {

  private final VectorStore store;
  private final VectorTableSpec spec;
  private final Path path;
  private final DamageListener listener;

  private volatile @Nullable VectorTableWriter writer;
  private volatile @Nullable FreshetException damage;
  private volatile boolean fresh;

  private ReplaceableTable(
      VectorStore store, VectorTableSpec spec, Path path, DamageListener listener) {
    this.store = store;
    this.spec = spec;
    this.path = path;
    this.listener = listener;
  }

  /**
   * Opens the table. A damaged one is put aside first.
   *
   * @param path where the table lies
   * @param listener is told of a table that was put aside
   * @throws FreshetException as {@link VectorStore#openWriter}
   */
  static ReplaceableTable open(
      VectorStore store, VectorTableSpec spec, Path path, DamageListener listener) {
    ReplaceableTable table = new ReplaceableTable(store, spec, path, listener);
    try {
      table.writer = store.openWriter(spec);
    } catch (FreshetException e) {
      if (e.code() != ErrorCode.STORE_DAMAGED) {
        throw e;
      }
      table.damage = e;
      table.replaceIfDamaged();
    }
    table.tellRemovedIndexes();
    return table;
  }

  /** Whether the table is new and holds no batch yet. */
  boolean isFresh() {
    return fresh;
  }

  /**
   * Puts the table aside and opens a new one, if a call has found it damaged. No other call may run
   * meanwhile.
   *
   * @return whether there is a new table, which has to be filled
   * @throws FreshetException if the table cannot be put aside, or a new one cannot be opened
   */
  boolean replaceIfDamaged() {
    FreshetException found = damage;
    if (found == null || fresh) {
      return false;
    }
    close();
    try {
      Path aside = SetAside.rename(path);
      listener.found(
          new Damage(
              DamagedPart.VECTOR_TABLE,
              path.toString(),
              String.valueOf(found.getMessage()),
              "It was moved to " + aside + ", and a new table is filled from Gold."));
    } catch (IOException e) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot put the damaged vector table " + path + " aside: " + e + ". Move it away.",
          e);
    }
    writer = store.openWriter(spec);
    damage = null;
    fresh = true;
    return true;
  }

  private void tellRemovedIndexes() {
    for (String index : writer().takeRemovedIndexes()) {
      listener.found(
          new Damage(
              DamagedPart.VECTOR_INDEX,
              path.resolve("_indices").toString(),
              "The files of the index " + index + " are not those that were built.",
              "The index was removed, and maintenance builds it again."));
    }
  }

  private <T> T noticing(Supplier<T> call) {
    try {
      return call.get();
    } catch (FreshetException e) {
      if (e.code() == ErrorCode.STORE_DAMAGED) {
        damage = e;
      }
      throw e;
    }
  }

  private VectorTableWriter writer() {
    VectorTableWriter now = writer;
    if (now == null) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot write vector table " + path + ": it is not open. Start the pipeline again.");
    }
    return now;
  }

  @Override
  public Optional<BatchIdentity> lastCommitted(String streamId) {
    return noticing(() -> writer().lastCommitted(streamId));
  }

  @Override
  public StagedRows stage(List<VectorRow> rows) {
    return noticing(() -> writer().stage(rows));
  }

  @Override
  public RowStager stager(List<VectorRow> rows) {
    return noticing(() -> writer().stager(rows));
  }

  @Override
  public StagedRows combine(List<StagedRows> parts) {
    return writer().combine(parts);
  }

  @Override
  public WriteOutcome commit(VectorCommit commit) {
    WriteOutcome outcome = noticing(() -> writer().commit(commit));
    fresh = false;
    tellRemovedIndexes();
    return outcome;
  }

  @Override
  public long typeMetadata(MetadataTyping typing, BooleanSupplier stopped) {
    return noticing(() -> writer().typeMetadata(typing, stopped));
  }

  @Override
  public void requireContent(Set<String> names) {
    noticing(
        () -> {
          writer().requireContent(names);
          return names;
        });
  }

  @Override
  public void close() {
    VectorTableWriter now = writer;
    writer = null;
    if (now != null) {
      now.close();
    }
  }
}
