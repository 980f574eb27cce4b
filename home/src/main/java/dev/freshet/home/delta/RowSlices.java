package dev.freshet.home.delta;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.defaults.internal.data.DefaultColumnarBatch;
import io.delta.kernel.defaults.internal.data.vector.DefaultGenericVector;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns rows into columnar batches of Kernel, slice by slice, so that no second copy is held. */
final class RowSlices implements CloseableIterator<FilteredColumnarBatch> {

  private static final int ROWS_PER_SLICE = 4096;

  private final TableSchema schema;
  private final StructType kernelType;
  private final Iterator<@Nullable Object[]> rows;

  RowSlices(TableSchema schema, Iterator<@Nullable Object[]> rows) {
    this.schema = schema;
    this.kernelType = schema.kernelType();
    this.rows = rows;
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public FilteredColumnarBatch next() {
    List<@Nullable Object[]> slice = new ArrayList<>();
    while (rows.hasNext() && slice.size() < ROWS_PER_SLICE) {
      slice.add(rows.next());
    }
    ColumnVector[] vectors = new ColumnVector[schema.columns().size()];
    for (int c = 0; c < vectors.length; c++) {
      vectors[c] = vector(slice, c);
    }
    return new FilteredColumnarBatch(
        new DefaultColumnarBatch(slice.size(), kernelType, vectors), Optional.empty());
  }

  private ColumnVector vector(List<@Nullable Object[]> slice, int column) {
    ColumnType type = schema.columns().get(column).type();
    @Nullable Object[] values = new Object[slice.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = type.toStored(slice.get(i)[column]);
    }
    return DefaultGenericVector.fromArray(type.kernelType(), values);
  }

  @Override
  public void close() {
    // There is nothing to close.
  }
}
