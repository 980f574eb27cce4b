package dev.freshet.autoloader.envelope;

import dev.freshet.autoloader.fs.LandingAccess;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/** Makes the reader of each task; travels to the tasks. */
final class EnvelopeReaderFactory implements PartitionReaderFactory {
  private static final long serialVersionUID = 1;

  private final FileContents contents;
  private final EnvelopeReader.Limit limit;
  private final LandingAccess landing;
  private final String streamId;

  EnvelopeReaderFactory(
      FileContents contents, EnvelopeReader.Limit limit, LandingAccess landing, String streamId) {
    this.landing = landing;
    this.contents = contents;
    this.limit = limit;
    this.streamId = streamId;
  }

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    return new EnvelopeReader(
        ((EnvelopePartition) partition).files(), contents, limit, landing, streamId);
  }
}
