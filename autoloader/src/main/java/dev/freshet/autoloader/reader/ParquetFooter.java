package dev.freshet.autoloader.reader;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.Footer;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFooterReader;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of one Parquet file, as Spark infers them, without a job of Spark: a job takes longer
 * than the reading, and logs the stack trace of a damaged file twice.
 */
final class ParquetFooter {
  private ParquetFooter() {}

  /**
   * @throws RuntimeException if the file is damaged, as Parquet says it
   * @throws UncheckedIOException if it cannot be read
   */
  static StructType columns(FileStatus file, Configuration hadoop, SQLConf conf) {
    try {
      ParquetMetadata footer =
          ParquetFooterReader.readFooter(
              HadoopInputFile.fromStatus(file, hadoop), ParquetMetadataConverter.SKIP_ROW_GROUPS);
      return ParquetFileFormat.readSchemaFromFooter(
          new Footer(file.getPath(), footer), new ParquetToSparkSchemaConverter(conf));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
