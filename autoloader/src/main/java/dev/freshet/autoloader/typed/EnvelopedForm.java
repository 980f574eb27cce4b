package dev.freshet.autoloader.typed;

import dev.freshet.autoloader.compression.UnsuitableContentException;
import dev.freshet.autoloader.envelope.FilePacking;
import dev.freshet.autoloader.envelope.FileToRead;
import dev.freshet.autoloader.envelope.ReadErrors;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.autoloader.option.EnvelopeOptions;
import dev.freshet.storage.location.StorageAwayException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The envelope over a format with columns: a row of a file is a JSON object in {@code value}, with
 * the file and the number of the row in {@code line}. Each file is read with its own columns, so
 * that no schema is needed; those of csv and xml are texts. As in every envelope, each file version
 * yields a row, and a file that cannot be read is a row that says so. Used by the thread of one
 * stream.
 */
public final class EnvelopedForm {
  private static final StructType NO_PATH = new StructType();

  private final SparkFormat format;
  private final String timeZone;
  private final long maxFileBytes;
  private final LandingAccess landing;

  /**
   * @param options of the stream
   * @param landing how files are reached
   */
  public EnvelopedForm(AutoloaderOptions options, LandingAccess landing) {
    this.format =
        SparkFormat.of(
            options.format(), LandedStatus.readerOptions(options.readerOptions(), landing));
    this.timeZone = options.reading().timeZone();
    this.maxFileBytes = EnvelopeOptions.parse(options.readerOptions()).maxFileBytes();
    this.landing = landing;
  }

  /** The plan for these files. */
  public Batch batch(List<FileToRead> files) {
    Map<FileColumns, Integer> columns = new LinkedHashMap<>();
    int parallelism = format.session().sparkContext().defaultParallelism();
    InputPartition[] partitions =
        FilePacking.pack(files, parallelism).stream()
            .map(
                pack ->
                    new EnvelopedReaders.Files(
                        pack.stream().map(file -> planned(file, columns)).toList()))
            .toArray(InputPartition[]::new);
    return new Batch() {
      @Override
      public InputPartition[] planInputPartitions() {
        return partitions;
      }

      @Override
      public PartitionReaderFactory createReaderFactory() {
        return new EnvelopedReaders(
            columns.keySet().stream()
                .map(
                    each ->
                        new EnvelopedReaders.Layout(
                            each.columns(),
                            each.corrupt().isPresent(),
                            format.reader(each.read(), each.read(), NO_PATH)))
                .toList(),
            timeZone,
            landing);
      }
    };
  }

  /** The columns of a file, and the one for the text of a malformed record behind them. */
  private record FileColumns(StructType columns, Optional<StructField> corrupt) {

    StructType read() {
      return corrupt.map(columns::add).orElse(columns);
    }
  }

  private EnvelopedReaders.File planned(FileToRead file, Map<FileColumns, Integer> columns) {
    try {
      FileStatus status =
          landing
              .look(file.content())
              .map(LandedStatus::of)
              .orElseThrow(() -> new NoSuchFileException(file.content()));
      if (status.getLen() > maxFileBytes) {
        throw new UnsuitableContentException(
            "it has %d bytes, and %d are the most that are read of one file"
                .formatted(status.getLen(), maxFileBytes),
            "Split it, or give the process a larger heap (-Xmx) and land it again");
      }
      ColumnScan.Seen seen = columnsOf(status);
      if (seen == null) {
        return EnvelopedReaders.File.of(file, ReadErrors.withoutContent(file.version()));
      }
      int number =
          columns.computeIfAbsent(
              new FileColumns(seen.columns(), seen.corrupt()), none -> columns.size());
      FileInBatch whole =
          new FileInBatch(
              status, FileLayout.of(seen.columns(), NO_PATH), new GenericInternalRow(0));
      return new EnvelopedReaders.File(file, whole.parts(Long.MAX_VALUE, number).get(0), null);
    } catch (StorageAwayException away) {
      throw new UncheckedIOException(away);
    } catch (Exception e) { // Readers of formats report a damaged file as anything.
      return EnvelopedReaders.File.of(file, ReadErrors.of(file.version(), 0, e));
    }
  }

  private ColumnScan.@Nullable Seen columnsOf(FileStatus status) {
    if (status.getLen() == 0) {
      return null;
    }
    List<ColumnScan.Seen> seen = new ColumnScan(format, false).of(List.of(status));
    return seen.isEmpty() || seen.get(0).columns().length() == 0 ? null : seen.get(0);
  }
}
