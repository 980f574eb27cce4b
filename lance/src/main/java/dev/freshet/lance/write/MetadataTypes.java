package dev.freshet.lance.write;

import dev.freshet.core.Chunk;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.metadata.MetadataTyping;
import dev.freshet.core.metadata.MetadataValue;
import dev.freshet.core.metadata.StoredColumn;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.LanceErrors;
import dev.freshet.lance.table.LanceTable;
import dev.freshet.lance.table.SqlLiteral;
import dev.freshet.lance.table.TableHead;
import dev.freshet.lance.table.TextColumn;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the rows of a table from before metadata had types their types: takes some records of which
 * a row has texts without types, writes all their rows again with types, and replaces them in one
 * commit, which carries the record of the commit before it forward. A row that has types is not
 * taken again, so an interrupted run goes on where it ended. When no row is left, the config of the
 * table says so, and filters use the types from then on.
 *
 * <p>No batch may be committed meanwhile; maintenance may.
 */
final class MetadataTypes {

  private static final Logger LOGGER = LoggerFactory.getLogger(MetadataTypes.class);

  /** Rows that one commit looks for: its records may have more. */
  private static final long ROWS_PER_COMMIT = 4_000;

  /** Keys per scan: limits the size of the filter and of its plan. */
  private static final int KEYS_PER_SCAN = 1_000;

  private final LanceTable table;
  private final FragmentWriter fragments;
  private final CellCreation cells;
  private final WriterClaim claim;
  private final WriterOptions options;

  MetadataTypes(
      LanceTable table,
      FragmentWriter fragments,
      CellCreation cells,
      WriterClaim claim,
      WriterOptions options) {
    this.table = table;
    this.fragments = fragments;
    this.cells = cells;
    this.claim = claim;
    this.options = options;
  }

  /** Does all there is to do, or what it can until {@code stopped}; returns the rows replaced. */
  long complete(MetadataTyping typing, BooleanSupplier stopped) {
    if (table.schema().form() == ChunkSchema.Form.TYPED) {
      return 0;
    }
    long replaced = 0;
    while (!stopped.getAsBoolean()) {
      OptionalLong some = step(typing);
      if (some.isEmpty()) {
        declareComplete();
        break;
      }
      if (some.getAsLong() == 0) {
        LOGGER
            .atWarn()
            .addKeyValue("table", table.uri())
            .log("rows without a vector cannot get types, comparisons of order stay refused");
        break;
      }
      replaced += some.getAsLong();
    }
    if (replaced > 0) {
      LOGGER
          .atInfo()
          .addKeyValue("table", table.uri())
          .addKeyValue("rows", replaced)
          .log("rows were given the types of their metadata");
    }
    return replaced;
  }

  /** Replaces the rows of some records; returns how many, empty if no row is left to be typed. */
  private OptionalLong step(MetadataTyping typing) {
    CommitLoop loop = new CommitLoop("typed metadata of vector table " + table.uri(), options);
    while (true) {
      loop.look(table);
      try {
        Set<String> keys = keys();
        if (keys.isEmpty()) {
          return OptionalLong.empty();
        }
        List<VectorRow> rows = rows(keys, typing);
        keys.retainAll(rows.stream().map(row -> row.chunk().recordKey()).toList());
        if (rows.isEmpty()) {
          return OptionalLong.of(0);
        }
        cells.make(rows);
        StagedFragments staged = new RowStaging(table.uri(), table.schema()).stage(rows, fragments);
        TableHead head = loop.look(table);
        claim.requireHeld(head.record());
        RowReplacement replacement =
            RowReplacement.plan(table, head.record(), keys, staged, fragments);
        table.commit(replacement.operation(), head.record().properties());
        return OptionalLong.of(rows.size());
      } catch (FreshetException e) {
        throw e;
      } catch (Exception e) {
        // Everything is read and staged again: the same rows committed twice would be there twice.
        LOGGER
            .atDebug()
            .addKeyValue("table", table.uri())
            .addKeyValue("error", LanceErrors.firstLine(e))
            .log("commit attempt failed");
        loop.failed(e);
      }
    }
  }

  private void declareComplete() {
    if (table.schema().form() == ChunkSchema.Form.BOTH) {
      return;
    }
    try {
      table.commitConfig(Map.of(ChunkSchema.ALL_TYPED, "true"));
    } catch (Exception e) {
      throw LanceErrors.failure("complete the types of metadata in", table.uri(), e);
    }
    table.refresh();
  }

  /** Records of which a row has a text and no cell for it. */
  private Set<String> keys() throws Exception {
    List<StoredColumn> columns = table.schema().spec().metadata();
    Set<String> keys = new LinkedHashSet<>();
    if (columns.isEmpty()) {
      return keys;
    }
    ScanOptions options =
        new ScanOptions.Builder()
            .columns(List.of(ChunkSchema.RECORD_KEY))
            .filter(
                columns.stream().map(MetadataTypes::isUntyped).collect(Collectors.joining(" OR ")))
            .limit(ROWS_PER_COMMIT)
            .build();
    scan(
        options,
        batch -> {
          TextColumn found = TextColumn.of(batch, ChunkSchema.RECORD_KEY);
          for (int i = 0; i < found.rows(); i++) {
            keys.add(found.text(i));
          }
        });
    return keys;
  }

  private static String isUntyped(StoredColumn column) {
    return Stream.concat(
            Stream.of("`" + column.name() + "` IS NOT NULL"),
            column.cells().values().stream().map(cell -> "`" + cell + "` IS NULL"))
        .collect(Collectors.joining(" AND ", "(", ")"));
  }

  /**
   * All rows of these records, with types. A row without a vector, which only another client can
   * leave in the table, leaves out its record: `verify` names it.
   */
  private List<VectorRow> rows(Set<String> keys, MetadataTyping typing) throws Exception {
    List<String> metadata = table.schema().spec().metadataColumns();
    List<String> columns =
        new ArrayList<>(
            List.of(
                ChunkSchema.ID,
                ChunkSchema.RECORD_KEY,
                ChunkSchema.RECORD_VERSION,
                ChunkSchema.CHUNK_INDEX,
                ChunkSchema.TEXT,
                ChunkSchema.CONTENT_HASH,
                ChunkSchema.LANDED_AT,
                ChunkSchema.VECTOR));
    columns.addAll(metadata);
    List<VectorRow> rows = new ArrayList<>();
    Set<String> damaged = new HashSet<>();
    List<String> all = List.copyOf(keys);
    for (int from = 0; from < all.size(); from += KEYS_PER_SCAN) {
      String some =
          all.subList(from, Math.min(all.size(), from + KEYS_PER_SCAN)).stream()
              .map(SqlLiteral::text)
              .collect(Collectors.joining(",", ChunkSchema.RECORD_KEY + " IN (", ")"));
      scan(
          new ScanOptions.Builder().columns(columns).filter(some).build(),
          batch -> {
            for (int i = 0; i < batch.getRowCount(); i++) {
              if (batch.getVector(ChunkSchema.VECTOR).isNull(i)) {
                damaged.add(TextColumn.of(batch, ChunkSchema.RECORD_KEY).text(i));
              } else {
                rows.add(row(batch, i, metadata, typing));
              }
            }
          });
    }
    rows.removeIf(row -> damaged.contains(row.chunk().recordKey()));
    return rows;
  }

  private static VectorRow row(
      VectorSchemaRoot batch, int row, List<String> columns, MetadataTyping typing) {
    Chunk chunk =
        new Chunk(
            TextColumn.of(batch, ChunkSchema.ID).text(row),
            TextColumn.of(batch, ChunkSchema.RECORD_KEY).text(row),
            ((BigIntVector) batch.getVector(ChunkSchema.RECORD_VERSION)).get(row),
            ((IntVector) batch.getVector(ChunkSchema.CHUNK_INDEX)).get(row),
            TextColumn.of(batch, ChunkSchema.TEXT).text(row),
            TextColumn.of(batch, ChunkSchema.CONTENT_HASH).text(row));
    Map<String, MetadataValue> metadata = new LinkedHashMap<>();
    for (String column : columns) {
      TextColumn texts = TextColumn.of(batch, column);
      if (!texts.isNull(row)) {
        metadata.put(column, typing.typed(column, texts.text(row)));
      }
    }
    TimeStampMicroTZVector landed = (TimeStampMicroTZVector) batch.getVector(ChunkSchema.LANDED_AT);
    return new VectorRow(
        chunk,
        vector((FixedSizeListVector) batch.getVector(ChunkSchema.VECTOR), row),
        metadata,
        Instant.EPOCH.plus(landed.get(row), ChronoUnit.MICROS));
  }

  private static float[] vector(FixedSizeListVector vectors, int row) {
    Float4Vector components = (Float4Vector) vectors.getDataVector();
    float[] vector = new float[vectors.getListSize()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = components.get(row * vector.length + i);
    }
    return vector;
  }

  private void scan(ScanOptions options, Consumer<VectorSchemaRoot> consumer) throws Exception {
    try (LanceScanner scanner = table.dataset().newScan(options);
        ArrowReader batches = scanner.scanBatches()) {
      while (batches.loadNextBatch()) {
        consumer.accept(batches.getVectorSchemaRoot());
      }
    }
  }
}
