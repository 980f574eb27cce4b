package dev.freshet.autoloader.typed;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The hidden column {@code _metadata} with the file of a row, as the file sources of Spark have it.
 */
public final class FileMetadata {
  private static final StructType TYPE =
      new StructType(
          CollectionConverters.asJava(FileFormat.BASE_METADATA_FIELDS())
              .toArray(StructField[]::new));

  private FileMetadata() {}

  /** The column. */
  public static MetadataColumn column() {
    return new MetadataColumn() {
      @Override
      public String name() {
        return FileFormat.METADATA_NAME();
      }

      @Override
      public DataType dataType() {
        return TYPE;
      }

      @Override
      public boolean isNullable() {
        return false;
      }

      @Override
      public String comment() {
        return "the file that the row is of";
      }
    };
  }

  /** A row of this one column, of a part of a file. */
  static InternalRow of(PartitionedFile part) {
    Object[] values = new Object[TYPE.length()];
    for (int i = 0; i < values.length; i++) {
      Object value = FileFormat.BASE_METADATA_EXTRACTORS().apply(TYPE.apply(i).name()).apply(part);
      values[i] = value instanceof String text ? UTF8String.fromString(text) : value;
    }
    return new GenericInternalRow(new Object[] {new GenericInternalRow(values)});
  }
}
