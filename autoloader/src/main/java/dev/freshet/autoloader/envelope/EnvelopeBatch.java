package dev.freshet.autoloader.envelope;

import dev.freshet.autoloader.fs.LandingAccess;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/**
 * A batch of the envelope, in few partitions: one task costs more than many small files.
 *
 * @param files what is read of them, in their order
 * @param readers the readers of the tasks
 */
public record EnvelopeBatch(List<FileToRead> files, PartitionReaderFactory readers)
    implements Batch {

  /** Copies the list. */
  public EnvelopeBatch {
    files = List.copyOf(files);
  }

  /**
   * A batch of files that are cut into parts of at most so many bytes.
   *
   * @param streamId whose file log numbers them
   */
  public static EnvelopeBatch ofParts(
      List<FileToRead> files,
      FileContents contents,
      long maxFileBytes,
      LandingAccess landing,
      String streamId) {
    return new EnvelopeBatch(
        files,
        new EnvelopeReaderFactory(
            contents, new EnvelopeReader.Limit(maxFileBytes, true), landing, streamId));
  }

  @Override
  public InputPartition[] planInputPartitions() {
    int parallelism = SparkSession.active().sparkContext().defaultParallelism();
    return FilePacking.pack(files, parallelism).stream()
        .map(EnvelopePartition::new)
        .toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return readers;
  }
}
