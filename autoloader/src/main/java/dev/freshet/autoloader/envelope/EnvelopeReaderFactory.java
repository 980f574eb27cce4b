package dev.freshet.autoloader.envelope;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/** Travels to the tasks. */
final class EnvelopeReaderFactory implements PartitionReaderFactory {
  private static final long serialVersionUID = 1;

  private final RowReader rows;
  private final long maxFileBytes;

  EnvelopeReaderFactory(RowReader rows, long maxFileBytes) {
    this.rows = rows;
    this.maxFileBytes = maxFileBytes;
  }

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    return new EnvelopeReader(((EnvelopePartition) partition).files(), rows, maxFileBytes);
  }
}
