package dev.freshet.autoloader.typed;

import java.io.Serializable;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Function1;
import scala.collection.Iterator;

/** Reads the files of one layout into rows of the output. Travels to the tasks. */
final class LayoutReader implements Serializable {
  private static final long serialVersionUID = 1;

  private final Function1<PartitionedFile, Iterator<InternalRow>> rows;
  private final int[] positions;
  private final DataType[] types;
  private final boolean asRead;

  private LayoutReader(
      Function1<PartitionedFile, Iterator<InternalRow>> rows, int[] positions, DataType[] types) {
    this.rows = rows;
    this.positions = positions;
    this.types = types;
    this.asRead = IntStream.range(0, positions.length).allMatch(i -> positions[i] == i);
  }

  static LayoutReader of(SparkFormat format, FileLayout layout, StructType output) {
    DataType[] types = new DataType[output.length()];
    for (int i = 0; i < types.length; i++) {
      StructField field = output.apply(i);
      types[i] = field.dataType();
    }
    return new LayoutReader(
        format.reader(layout.all(), layout.data(), layout.path()), layout.positions(output), types);
  }

  PartitionReader<InternalRow> read(PartitionedFile part) {
    Iterator<InternalRow> read = rows.apply(part);
    return new PartitionReader<>() {
      @Override
      public boolean next() {
        return read.hasNext();
      }

      @Override
      public InternalRow get() {
        InternalRow row = read.next();
        return asRead ? row : arranged(row);
      }

      @Override
      public void close() {} // Spark's iterators close with their task.
    };
  }

  private InternalRow arranged(InternalRow row) {
    Object[] values = new Object[positions.length];
    for (int i = 0; i < values.length; i++) {
      int from = positions[i];
      values[i] = from < 0 || row.isNullAt(from) ? null : row.get(from, types[i]);
    }
    return new GenericInternalRow(values);
  }
}
