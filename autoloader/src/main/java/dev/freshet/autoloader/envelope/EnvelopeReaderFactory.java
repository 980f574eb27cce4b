package dev.freshet.autoloader.envelope;

import dev.freshet.autoloader.format.ContentFormat;
import java.nio.file.Path;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/** Makes the reader of each task; travels to the tasks. */
final class EnvelopeReaderFactory implements PartitionReaderFactory {
  private static final long serialVersionUID = 1;

  private final ContentFormat format;
  private final long maxFileBytes;
  private final boolean inParts;
  private final String landing;

  EnvelopeReaderFactory(ContentFormat format, long maxFileBytes, boolean inParts, String landing) {
    this.landing = landing;
    this.format = format;
    this.maxFileBytes = maxFileBytes;
    this.inParts = inParts;
  }

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    return new EnvelopeReader(
        ((EnvelopePartition) partition).files(),
        format,
        new EnvelopeReader.Limit(maxFileBytes, inParts),
        Path.of(landing));
  }
}
