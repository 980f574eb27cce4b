package dev.freshet.lance.write;

import dev.freshet.core.Chunk;
import dev.freshet.core.EpochMicros;
import dev.freshet.core.metadata.MetadataValue;
import dev.freshet.core.metadata.StoredColumn;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.lance.table.CellWriter;
import dev.freshet.lance.table.ChunkSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Passes rows to the native library in batches of limited size. */
final class RowStream extends ArrowReader {

  private static final int BATCH_ROWS = 1_024;

  private final ChunkSchema schema;
  private final List<VectorRow> rows;
  private final boolean anchor;
  private int position;

  private RowStream(
      BufferAllocator allocator, ChunkSchema schema, List<VectorRow> rows, boolean anchor) {
    super(allocator);
    this.schema = schema;
    this.rows = rows;
    this.anchor = anchor;
  }

  static RowStream of(BufferAllocator allocator, ChunkSchema schema, List<VectorRow> rows) {
    return new RowStream(allocator, schema, rows, false);
  }

  /** The anchor row alone: its id and key are empty, as those of no chunk are; the rest is null. */
  static RowStream anchorRow(BufferAllocator allocator, ChunkSchema schema) {
    return new RowStream(allocator, schema, List.of(), true);
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    int total = anchor ? 1 : rows.size();
    if (position >= total) {
      return false;
    }
    prepareLoadNextBatch();
    VectorSchemaRoot root = getVectorSchemaRoot();
    root.clear();
    int count = Math.min(BATCH_ROWS, total - position);
    if (anchor) {
      fillAnchor(root);
    } else {
      fill(root, rows.subList(position, position + count));
    }
    root.setRowCount(count);
    position += count;
    return true;
  }

  private static void fillAnchor(VectorSchemaRoot root) {
    text(root, ChunkSchema.ID, 0, "");
    text(root, ChunkSchema.RECORD_KEY, 0, "");
    FixedSizeListVector vectors = (FixedSizeListVector) root.getVector(ChunkSchema.VECTOR);
    vectors.setInitialCapacity(1);
    vectors.allocateNew();
    vectors.setNull(0);
    vectors.setValueCount(1);
  }

  private void fill(VectorSchemaRoot root, List<VectorRow> batch) {
    BigIntVector versions = (BigIntVector) root.getVector(ChunkSchema.RECORD_VERSION);
    IntVector indexes = (IntVector) root.getVector(ChunkSchema.CHUNK_INDEX);
    TimeStampMicroTZVector landed = (TimeStampMicroTZVector) root.getVector(ChunkSchema.LANDED_AT);
    CellWriter metadata = new CellWriter(root);
    for (int i = 0; i < batch.size(); i++) {
      VectorRow row = batch.get(i);
      Chunk chunk = row.chunk();
      text(root, ChunkSchema.ID, i, chunk.id());
      text(root, ChunkSchema.RECORD_KEY, i, chunk.recordKey());
      versions.setSafe(i, chunk.recordVersion());
      indexes.setSafe(i, chunk.index());
      text(root, ChunkSchema.TEXT, i, chunk.text());
      for (StoredColumn column : schema.spec().metadata()) {
        MetadataValue value = row.metadata().get(column.name());
        metadata.write(column, i, value);
        if (schema.form() != ChunkSchema.Form.TYPED) {
          text(root, column.name(), i, value == null ? null : value.text());
        }
      }
      landed.setSafe(i, EpochMicros.exact(row.landedAt()));
      text(root, ChunkSchema.CONTENT_HASH, i, chunk.contentHash());
      text(root, ChunkSchema.FINGERPRINT, i, schema.spec().fingerprint());
    }
    fillVectors((FixedSizeListVector) root.getVector(ChunkSchema.VECTOR), batch);
  }

  private void fillVectors(FixedSizeListVector vectors, List<VectorRow> batch) {
    int dimension = schema.spec().dimension();
    vectors.setInitialCapacity(batch.size());
    vectors.allocateNew();
    Float4Vector components = (Float4Vector) vectors.getDataVector();
    components.allocateNew(batch.size() * dimension);
    for (int i = 0; i < batch.size(); i++) {
      vectors.setNotNull(i);
      float[] vector = batch.get(i).vector();
      for (int d = 0; d < dimension; d++) {
        components.set(i * dimension + d, vector[d]);
      }
    }
    components.setValueCount(batch.size() * dimension);
    vectors.setValueCount(batch.size());
  }

  private static void text(VectorSchemaRoot root, String column, int row, @Nullable String value) {
    VarCharVector vector = (VarCharVector) root.getVector(column);
    if (value == null) {
      vector.setNull(row);
    } else {
      vector.setSafe(row, value.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  protected void prepareLoadNextBatch() throws IOException {
    ensureInitialized();
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {}

  @Override
  protected Schema readSchema() {
    return schema.arrow();
  }
}
