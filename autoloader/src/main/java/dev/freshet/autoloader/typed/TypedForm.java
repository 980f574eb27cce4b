package dev.freshet.autoloader.typed;

import dev.freshet.autoloader.filelog.FileVersion;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.autoloader.option.CloudFilesFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.execution.datasources.PartitioningUtils;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output form of every format that Spark reads: typed columns. A batch reads the files that it
 * is given and lists nothing. Used by the thread of one stream.
 */
public final class TypedForm {
  private static final Logger LOGGER = LoggerFactory.getLogger(TypedForm.class);

  private final StructType output;
  private final SparkFormat format;
  private final PathColumns pathColumns;
  private final ZoneId zone;

  /**
   * @param output the columns of the stream
   * @param options of the stream
   * @param landing the landing directory, absolute
   * @throws IllegalArgumentException if Spark does not have the format on its class path
   */
  public TypedForm(StructType output, AutoloaderOptions options, Path landing) {
    this.output = output;
    this.format = SparkFormat.of(options.format(), options.readerOptions());
    this.pathColumns = new PathColumns(landing, options.reading().pathColumns());
    this.zone = ZoneId.of(options.reading().timeZone(), ZoneId.SHORT_IDS);
  }

  /** The plan for these versions; two versions of one path are one file to read. */
  public Batch batch(List<FileVersion> versions) {
    LinkedHashSet<String> paths = new LinkedHashSet<>();
    versions.forEach(version -> paths.add(version.path()));
    List<String> missing = new ArrayList<>();
    List<FileInBatch> files = new ArrayList<>();
    for (String path : paths) {
      status(path)
          .map(status -> planned(Path.of(path), status))
          .ifPresentOrElse(files::add, () -> missing.add(path));
    }
    if (!missing.isEmpty()) {
      reportMissing(missing);
    }
    return new TypedBatch(format, output, files);
  }

  private static Optional<FileStatus> status(String path) {
    try {
      BasicFileAttributes now = Files.readAttributes(Path.of(path), BasicFileAttributes.class);
      return Optional.of(
          new FileStatus(
              now.size(),
              false,
              1,
              now.size(),
              now.lastModifiedTime().toMillis(),
              // Hadoop takes the text as it is, not as an escaped URI.
              new org.apache.hadoop.fs.Path("file:" + path)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot read " + path + ": " + e.getMessage() + ". Make it readable for this user.", e);
    }
  }

  private FileInBatch planned(Path file, FileStatus status) {
    Map<String, @Nullable String> values = pathColumns.of(file);
    StructType columns = PathColumns.in(output, values);
    requireColumns(file, output.length() - columns.length());
    return new FileInBatch(status, FileLayout.of(output, columns), row(file, columns, values));
  }

  private void requireColumns(Path file, int inTheFile) {
    if (format.name() == CloudFilesFormat.TEXT && inTheFile > 1) {
      throw new IllegalArgumentException(
          "Cannot read "
              + file
              + ": cloudFiles.format text has one STRING column, and the schema "
              + output.simpleString()
              + " has "
              + inTheFile
              + " that no directory names. Leave .schema(...) out, or correct it.");
    }
  }

  private InternalRow row(Path file, StructType columns, Map<String, @Nullable String> values) {
    Object[] row = new Object[columns.length()];
    for (int i = 0; i < row.length; i++) {
      String name = columns.apply(i).name();
      String value = values.get(name);
      try {
        row[i] =
            value == null
                ? null
                : PartitioningUtils.castPartValueToDesiredType(
                    columns.apply(i).dataType(), value, zone);
      } catch (IllegalArgumentException | DateTimeException e) {
        throw new IllegalStateException(
            "Cannot read "
                + file
                + ": its directory says "
                + name
                + "="
                + value
                + ", and the column has the type "
                + columns.apply(i).dataType().sql()
                + ". Rename the directory, give the column the type STRING, or leave it out with"
                + " cloudFiles.partitionColumns.",
            e);
      }
    }
    return new GenericInternalRow(row);
  }

  private void reportMissing(List<String> missing) {
    if (!format.fileOptions().ignoreMissingFiles()) {
      throw new IllegalStateException(
          "Cannot read "
              + missing.size()
              + " file(s), first "
              + missing.get(0)
              + ": removed after discovery and before reading. Restore them, or set"
              + " ignoreMissingFiles=true to continue without them.");
    }
    LOGGER
        .atWarn()
        .addKeyValue("files", missing.size())
        .addKeyValue("path", missing.get(0))
        .log("files were removed before they were read");
  }
}
