package dev.freshet.lance.search;

import dev.freshet.core.Chunk;
import dev.freshet.core.metadata.MetadataValue;
import dev.freshet.core.metadata.StoredColumn;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.VectorTableReader.TableSnapshot.Content;
import dev.freshet.lance.table.CellReader;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.LanceErrors;
import dev.freshet.lance.table.TextColumn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;

/**
 * Reads texts and metadata of hits, few rows at a time, so that large ones never come into memory
 * together. For one call; not thread-safe.
 */
final class ContentReader {

  /** Rows that are read at once until the size of a row is known. */
  private static final int FIRST_ROWS = 4;

  private static final int ROWS_MAX = 256;

  /** Bytes that are read at once, as far as the rows read before tell. */
  private static final long STEP_BYTES = 4L << 20;

  private final String uri;
  private final Dataset dataset;
  private final Content wanted;

  /** The metadata columns that are wanted, with the cells that hold their values. */
  private final List<StoredColumn> metadata;

  private final List<Hit> read = new ArrayList<>();
  private long bytes;

  ContentReader(String uri, Dataset dataset, ChunkSchema schema, Content wanted) {
    this.uri = uri;
    this.dataset = dataset;
    this.wanted = wanted;
    this.metadata =
        schema.searched().metadata().stream()
            .filter(column -> wanted.wants(column.name()))
            .toList();
  }

  /**
   * The first of {@code hits} whose content fits, with it. A text that is not that of its hash is
   * damaged: the files have no checksums that the library looks at.
   *
   * @param rows the row id of each hit, by its chunk id
   */
  List<Hit> read(List<Hit> hits, Map<String, Long> rows) throws Exception {
    if (columns().size() == 1) {
      Map<String, @Nullable MetadataValue> none = metadata(column -> Optional.empty());
      return hits.stream().map(hit -> hit.with("", none)).toList();
    }
    int next = 0;
    while (next < hits.size()) {
      List<Hit> step = hits.subList(next, Math.min(hits.size(), next + stepRows()));
      if (!readAll(step, rows)) {
        return read;
      }
      next += step.size();
    }
    return read;
  }

  private int stepRows() {
    if (read.isEmpty()) {
      return FIRST_ROWS;
    }
    long perRow = Math.max(1, bytes / read.size());
    return (int) Math.max(1, Math.min(ROWS_MAX, STEP_BYTES / perRow));
  }

  /** False once a hit does not fit. */
  private boolean readAll(List<Hit> step, Map<String, Long> rows) throws Exception {
    List<Long> ids = step.stream().map(hit -> rows.get(hit.id())).toList();
    Map<String, Hit> found = new HashMap<>();
    Map<String, Hit> asked = new HashMap<>();
    step.forEach(hit -> asked.put(hit.id(), hit));
    try (ArrowReader batches = dataset.takeRows(ids, columns())) {
      while (batches.loadNextBatch()) {
        read(batches.getVectorSchemaRoot(), asked, found);
      }
    }
    for (Hit hit : step) {
      Hit full = Objects.requireNonNull(found.get(hit.id()), "a row that was ranked");
      bytes += bytes(full);
      if (bytes > wanted.bytesMax()) {
        return false;
      }
      read.add(full);
    }
    return true;
  }

  private List<String> columns() {
    List<String> columns = new ArrayList<>(List.of(ChunkSchema.ID));
    if (wanted.wants(Content.TEXT)) {
      columns.addAll(List.of(ChunkSchema.TEXT, ChunkSchema.CONTENT_HASH));
    }
    metadata.forEach(column -> columns.addAll(column.cells().values()));
    return columns;
  }

  private void read(VectorSchemaRoot batch, Map<String, Hit> asked, Map<String, Hit> found) {
    TextColumn ids = TextColumn.of(batch, ChunkSchema.ID);
    Map<StoredColumn, CellReader> cells = new HashMap<>();
    metadata.forEach(column -> cells.put(column, new CellReader(batch, column)));
    for (int i = 0; i < batch.getRowCount(); i++) {
      int row = i;
      String id = ids.text(row);
      Hit hit = Objects.requireNonNull(asked.get(id), "a row that was asked for");
      found.put(
          id,
          hit.with(
              text(batch, row),
              metadata(column -> Objects.requireNonNull(cells.get(column)).value(row))));
    }
  }

  private String text(VectorSchemaRoot batch, int row) {
    if (!wanted.wants(Content.TEXT)) {
      return "";
    }
    String text = TextColumn.of(batch, ChunkSchema.TEXT).text(row);
    if (!TextColumn.of(batch, ChunkSchema.CONTENT_HASH).text(row).equals(Chunk.hash(text))) {
      throw LanceErrors.damagedText(uri, TextColumn.of(batch, ChunkSchema.ID).text(row));
    }
    return text;
  }

  private Map<String, @Nullable MetadataValue> metadata(
      Function<StoredColumn, Optional<MetadataValue>> value) {
    Map<String, @Nullable MetadataValue> values = new LinkedHashMap<>();
    metadata.forEach(column -> values.put(column.name(), value.apply(column).orElse(null)));
    return Collections.unmodifiableMap(values);
  }

  private static long bytes(Hit hit) {
    long bytes = hit.text().getBytes(StandardCharsets.UTF_8).length;
    for (MetadataValue value : hit.metadata().values()) {
      bytes += value == null ? 0 : value.text().getBytes(StandardCharsets.UTF_8).length;
    }
    return bytes;
  }
}
