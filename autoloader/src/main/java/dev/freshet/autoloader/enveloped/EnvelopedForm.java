package dev.freshet.autoloader.enveloped;

import dev.freshet.autoloader.envelope.EnvelopeBatch;
import dev.freshet.autoloader.envelope.FileContents;
import dev.freshet.autoloader.envelope.FileParts;
import dev.freshet.autoloader.envelope.FileToRead;
import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.format.FileRecords;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.autoloader.option.CloudFilesFormat;
import dev.freshet.autoloader.option.EnvelopeOptions;
import dev.freshet.autoloader.reader.ColumnScan;
import dev.freshet.autoloader.reader.FileInBatch;
import dev.freshet.autoloader.reader.FileLayout;
import dev.freshet.autoloader.reader.LandedStatus;
import dev.freshet.autoloader.reader.LongLines;
import dev.freshet.autoloader.reader.ReadFailure;
import dev.freshet.autoloader.reader.SparkFormat;
import dev.freshet.storage.location.StorageAwayException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The envelope over a format with columns: a row of a file is a JSON object in {@code value}, with
 * the file and the number of the row in {@code line}. Each file is read with its own columns, so
 * that no schema is needed; those of csv and xml are texts. As in every envelope, each file version
 * yields a row, and a file that cannot be read is a row that says so. With a limit of bytes, which
 * counts the objects, larger files are read in parts. Used by the thread of one stream.
 */
public final class EnvelopedForm {
  private static final StructType NO_PATH = new StructType();
  private static final int SMALL_PARTS = 4096;
  private static final int MAX_ROW_BYTES = 16 << 20;
  private static final String MULTI_LINE = "multiLine";
  private static final String MAX_CHARS = "maxCharsPerColumn";

  private final SparkFormat format;
  private final ColumnContents.Reading reading;
  private final long maxFileBytes;
  private final LandingAccess landing;
  private final Map<Long, ScannedFile> planned = new HashMap<>();
  private final Map<FileColumns, ScannedFile.Layout> layouts = new HashMap<>();

  /**
   * @param options of the stream
   * @param landing how files are reached
   */
  public EnvelopedForm(AutoloaderOptions options, LandingAccess landing) {
    this.maxFileBytes = EnvelopeOptions.parse(options.readerOptions()).maxFileBytes();
    int maxRowBytes = (int) Math.min(MAX_ROW_BYTES, maxFileBytes);
    this.format =
        SparkFormat.of(
            options.format(),
            bounded(LandedStatus.readerOptions(options.readerOptions(), landing), maxRowBytes));
    this.reading = new ColumnContents.Reading(options.reading().timeZone(), maxRowBytes);
    this.landing = landing;
  }

  /** With a bound of a value of csv, which without one grows as long as the file does. */
  private static Map<String, String> bounded(Map<String, String> given, int maxRowBytes) {
    Map<String, String> options = new HashMap<>(given);
    if (given.keySet().stream().noneMatch(MAX_CHARS::equalsIgnoreCase)) {
      options.put(MAX_CHARS, Integer.toString(maxRowBytes));
    }
    return options;
  }

  /** Cuts the files of each batch that are too large for one; only where there is a limit. */
  public Optional<FileParts> parts(FileLog log) {
    return maxFileBytes < Long.MAX_VALUE
        ? Optional.of(new FileParts(log, new AsPlanned(), landing, maxFileBytes))
        : Optional.empty();
  }

  /**
   * The plan for these files.
   *
   * @param streamId whose file log numbers them
   */
  public Batch batch(List<FileToRead> files, String streamId) {
    files.stream().filter(file -> file.portion().isRead()).forEach(this::plan);
    ColumnContents contents = new ColumnContents(planned, reading, landing);
    planned.clear();
    layouts.clear();
    return EnvelopeBatch.ofParts(files, contents, maxFileBytes, landing, streamId);
  }

  /**
   * The rows of one file, for who reads it in this process.
   *
   * @throws IOException if it cannot be read
   */
  public FileRecords open(FileToRead file) throws IOException {
    ScannedFile plan = plan(file);
    ScannedFile.Layout layout = plan.layout();
    // A function that was used in this process does not travel any more.
    ScannedFile own = layout == null ? plan : new ScannedFile(copy(layout), plan.part(), null);
    return ColumnContents.open(own, file.content(), reading, landing);
  }

  /** The contents of files while their batch is planned. Stays in this process. */
  @SuppressWarnings("serial") // It does not travel.
  private final class AsPlanned implements FileContents {
    @Override
    public FileRecords open(FileToRead file) throws IOException {
      return EnvelopedForm.this.open(file);
    }

    /**
     * What a row becomes is longer than what landed, by the names of the columns at least. Files so
     * small that no batch can have too many of them are not read for their parts.
     */
    @Override
    public boolean isPacked(FileToRead file) {
      return file.version().size() > maxFileBytes / SMALL_PARTS;
    }

    @Override
    public long contentBytes(byte[] value) {
      return value.length;
    }

    @Override
    public boolean outliveTheirTask() {
      return true;
    }
  }

  /** The columns of a file, and the one for the text of a malformed record behind them. */
  private record FileColumns(StructType columns, Optional<StructField> corrupt) {

    StructType read() {
      return corrupt.map(columns::add).orElse(columns);
    }
  }

  private ScannedFile plan(FileToRead file) {
    return planned.computeIfAbsent(file.version().sequence(), sequence -> planned(file));
  }

  private ScannedFile planned(FileToRead file) {
    try {
      return looked(file);
    } catch (StorageAwayException away) {
      throw new UncheckedIOException(away);
    } catch (Exception e) { // Readers of formats report a damaged file as anything.
      return secondTime(file, e);
    }
  }

  private ScannedFile secondTime(FileToRead file, Exception first) {
    try {
      ReadFailure.requireStorage(landing, file.content(), first);
      return looked(file);
    } catch (Exception second) { // As the first time.
      IOException failure = ReadFailure.of(file.content(), second);
      if (failure instanceof StorageAwayException away) {
        throw new UncheckedIOException(away);
      }
      return ScannedFile.unreadable(ReadFailure.inWords(failure));
    }
  }

  private ScannedFile looked(FileToRead file) throws IOException {
    FileStatus status =
        landing
            .look(file.content())
            .map(LandedStatus::of)
            .orElseThrow(() -> new NoSuchFileException(file.content()));
    if (status.getLen() == 0) {
      return ScannedFile.empty();
    }
    boolean firstPart = file.portion().afterRecord() == 0;
    if (firstPart
        && format.name() == CloudFilesFormat.CSV
        && !Boolean.parseBoolean(option(MULTI_LINE))) {
      LongLines.requireNone(landing, file.content(), status.getLen(), reading.maxRowBytes());
    }
    List<ColumnScan.Seen> seen = new ColumnScan(format, false).of(List.of(status));
    if (seen.isEmpty() || seen.get(0).columns().length() == 0) {
      return ScannedFile.empty();
    }
    FileColumns columns = new FileColumns(seen.get(0).columns(), seen.get(0).corrupt());
    FileInBatch whole =
        new FileInBatch(
            file.version().sequence(),
            status,
            FileLayout.of(columns.columns(), NO_PATH),
            new GenericInternalRow(0));
    return ScannedFile.of(
        layouts.computeIfAbsent(columns, this::layout), whole.parts(Long.MAX_VALUE, 0).get(0));
  }

  private String option(String name) {
    return format.option(name).orElse("");
  }

  private ScannedFile.Layout layout(FileColumns columns) {
    return layout(columns.columns(), columns.read(), columns.corrupt().isPresent());
  }

  private ScannedFile.Layout copy(ScannedFile.Layout layout) {
    return layout(layout.columns(), layout.read(), layout.corrupt());
  }

  private ScannedFile.Layout layout(StructType columns, StructType read, boolean corrupt) {
    return new ScannedFile.Layout(columns, read, corrupt, format.reader(read, read, NO_PATH));
  }
}
