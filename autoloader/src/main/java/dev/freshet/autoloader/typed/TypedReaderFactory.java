package dev.freshet.autoloader.typed;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.FileSourceOptions;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.v2.FilePartitionReaderFactory;

/**
 * Makes the reader of each task. Its base class is that of Spark's own file sources, which skips
 * missing and corrupt files where the user says so and names the file in every error.
 */
final class TypedReaderFactory extends FilePartitionReaderFactory {
  private static final long serialVersionUID = 1;

  private final ArrayList<LayoutReader> readers;
  private final FileSourceOptions options;

  TypedReaderFactory(List<LayoutReader> readers, FileSourceOptions options) {
    this.readers = new ArrayList<>(readers);
    this.options = options;
  }

  @Override
  public FileSourceOptions options() {
    return options;
  }

  @Override
  public PartitionReader<InternalRow> buildReader(PartitionedFile part) {
    return readers.get(FileInBatch.layout(part)).read(part);
  }
}
