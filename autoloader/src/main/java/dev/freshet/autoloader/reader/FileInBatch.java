package dev.freshet.autoloader.reader;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;

/**
 * A file of a batch, as it is now.
 *
 * @param sequence of its newest version
 * @param status where it is, how large and how old
 * @param layout how its columns are found
 * @param pathValues values of the columns in its path
 */
public record FileInBatch(
    long sequence, FileStatus status, FileLayout layout, InternalRow pathValues) {
  private static final String LAYOUT = "layout";
  private static final String SEQUENCE = "sequence";

  /** The file in parts of at most so many bytes; an empty file is one part. */
  public List<PartitionedFile> parts(long mostBytes, int layoutNumber) {
    List<PartitionedFile> parts = new ArrayList<>();
    long start = 0;
    do {
      long length = Math.min(mostBytes, status.getLen() - start);
      parts.add(part(start, length, layoutNumber));
      start += length;
    } while (start < status.getLen());
    return parts;
  }

  private PartitionedFile part(long start, long length, int layoutNumber) {
    return new PartitionedFile(
        pathValues,
        SparkPath.fromFileStatus(status),
        start,
        length,
        new String[0],
        status.getModificationTime(),
        status.getLen(),
        scala.collection.immutable.Map.from(
            scala.jdk.javaapi.CollectionConverters.asScala(
                Map.<String, Object>of(LAYOUT, layoutNumber, SEQUENCE, sequence))));
  }

  /** Number of the layout of a part. */
  public static int layout(PartitionedFile part) {
    return (Integer) part.otherConstantMetadataColumnValues().apply(LAYOUT);
  }

  /** Sequence of the file of a part. */
  public static long sequence(PartitionedFile part) {
    return (Long) part.otherConstantMetadataColumnValues().apply(SEQUENCE);
  }
}
