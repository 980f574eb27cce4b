package dev.freshet.autoloader.enveloped;

import java.io.IOException;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/**
 * What is known of a file before its rows are read.
 *
 * @param layout its columns; null if it has none
 * @param part the file for Spark; null if it has no columns
 * @param failure why it cannot be read; null if nothing is known against it
 */
record ScannedFile(
    @Nullable Layout layout, @Nullable PartitionedFile part, @Nullable IOException failure)
    implements Serializable {

  /**
   * Files with the same columns.
   *
   * @param read the same, and the one for the text of a malformed record if there may be one
   * @param corrupt whether the text of a malformed record stands behind the columns
   * @param rows the function that reads them
   */
  record Layout(
      StructType columns,
      StructType read,
      boolean corrupt,
      Function1<PartitionedFile, scala.collection.Iterator<InternalRow>> rows)
      implements Serializable {}

  static ScannedFile of(Layout layout, PartitionedFile part) {
    return new ScannedFile(layout, part, null);
  }

  /** A file without a row. */
  static ScannedFile empty() {
    return new ScannedFile(null, null, null);
  }

  static ScannedFile unreadable(IOException failure) {
    return new ScannedFile(null, null, failure);
  }
}
