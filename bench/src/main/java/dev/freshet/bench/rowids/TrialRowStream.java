package dev.freshet.bench.rowids;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Hands rows to the library. */
final class TrialRowStream extends ArrowReader {

  private static final int BATCH_ROWS = 1_024;

  private final List<TrialRow> rows;
  private final int dimension;
  private int position;

  TrialRowStream(BufferAllocator allocator, List<TrialRow> rows, int dimension) {
    super(allocator);
    this.rows = rows;
    this.dimension = dimension;
  }

  @Override
  protected Schema readSchema() {
    Field id =
        new Field(
            "id",
            new FieldType(
                false,
                new ArrowType.Utf8(),
                null,
                Map.of("lance-schema:unenforced-primary-key", "true")),
            null);
    Field component =
        Field.nullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE));
    return new Schema(
        List.of(
            id,
            Field.nullable("version", new ArrowType.Int(64, true)),
            Field.nullable("tenant", new ArrowType.Utf8()),
            Field.nullable("text", new ArrowType.Utf8()),
            new Field(
                "vector",
                FieldType.nullable(new ArrowType.FixedSizeList(dimension)),
                List.of(component))));
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    if (position >= rows.size()) {
      return false;
    }
    prepareLoadNextBatch();
    VectorSchemaRoot root = getVectorSchemaRoot();
    root.clear();
    List<TrialRow> batch = rows.subList(position, Math.min(rows.size(), position + BATCH_ROWS));
    for (int i = 0; i < batch.size(); i++) {
      TrialRow row = batch.get(i);
      text(root, "id", i, row.id());
      ((BigIntVector) root.getVector("version")).setSafe(i, row.version());
      text(root, "tenant", i, row.tenant());
      text(root, "text", i, row.text());
    }
    fill((FixedSizeListVector) root.getVector("vector"), batch);
    root.setRowCount(batch.size());
    position += batch.size();
    return true;
  }

  private void fill(FixedSizeListVector vectors, List<TrialRow> batch) {
    vectors.setInitialCapacity(batch.size());
    vectors.allocateNew();
    Float4Vector components = (Float4Vector) vectors.getDataVector();
    components.allocateNew(batch.size() * dimension);
    for (int i = 0; i < batch.size(); i++) {
      vectors.setNotNull(i);
      for (int d = 0; d < dimension; d++) {
        components.set(i * dimension + d, batch.get(i).vector()[d]);
      }
    }
    components.setValueCount(batch.size() * dimension);
    vectors.setValueCount(batch.size());
  }

  private static void text(VectorSchemaRoot root, String column, int row, String value) {
    ((VarCharVector) root.getVector(column)).setSafe(row, value.getBytes(StandardCharsets.UTF_8));
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
}
