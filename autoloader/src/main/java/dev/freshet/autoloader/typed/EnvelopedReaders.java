package dev.freshet.autoloader.typed;

import dev.freshet.autoloader.envelope.EnvelopeRow;
import dev.freshet.autoloader.envelope.FileToRead;
import dev.freshet.autoloader.envelope.ReadErrors;
import dev.freshet.autoloader.filelog.Portion;
import dev.freshet.autoloader.fs.LandingAccess;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/** Makes the reader of each task of an {@link EnvelopedForm}; travels to the tasks. */
final class EnvelopedReaders implements PartitionReaderFactory {
  private static final long serialVersionUID = 1;
  private static final String MALFORMED =
      "Cannot read the row: it is malformed, as with more or fewer values than the header has. Write"
          + " it again as the format wants it and land that.";

  private static final int MIB = 1 << 20;
  private static final int MAX_ROW_MIB = 16;

  private final ArrayList<Layout> layouts;
  private final String timeZone;
  private final LandingAccess landing;

  /**
   * Files with the same columns.
   *
   * @param corrupt whether the text of a malformed record stands behind the columns
   * @param rows the function that reads them
   */
  record Layout(
      StructType columns,
      boolean corrupt,
      Function1<PartitionedFile, scala.collection.Iterator<InternalRow>> rows)
      implements Serializable {}

  /**
   * A file of a task.
   *
   * @param part the file for Spark; null if it is not read
   * @param error why it is not read
   */
  record File(FileToRead planned, @Nullable PartitionedFile part, @Nullable String error)
      implements Serializable {

    static File of(FileToRead planned, String error) {
      return new File(planned, null, error);
    }
  }

  /** The files of one task, in the order of their sequence. */
  static final class Files implements InputPartition {
    private static final long serialVersionUID = 1;

    private final ArrayList<File> files;

    Files(List<File> files) {
      this.files = new ArrayList<>(files);
    }
  }

  EnvelopedReaders(List<Layout> layouts, String timeZone, LandingAccess landing) {
    this.layouts = new ArrayList<>(layouts);
    this.timeZone = timeZone;
    this.landing = landing;
  }

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    return new Reader(((Files) partition).files.iterator());
  }

  /** What is wrong with a file becomes a row; only the end of the task itself is thrown. */
  private final class Reader implements PartitionReader<InternalRow> {
    private final Iterator<File> files;
    private @Nullable OpenFile open;
    private @Nullable InternalRow current;

    Reader(Iterator<File> files) {
      this.files = files;
    }

    @Override
    public boolean next() throws IOException {
      current = null;
      while (current == null && (open != null || files.hasNext())) {
        OpenFile now = open;
        current = now == null ? begin(files.next()) : next(now);
      }
      return current != null;
    }

    private @Nullable InternalRow begin(File file) throws IOException {
      Portion portion = file.planned().portion();
      if (portion.isPutOff()) {
        return marker(file, null);
      }
      if (portion.care() == Portion.Care.NOT_READ) {
        return marker(file, ReadErrors.notRead(file.planned()));
      }
      PartitionedFile part = file.part();
      if (part == null) {
        return marker(file, file.error());
      }
      try {
        Layout layout = layouts.get(FileInBatch.layout(part));
        open = new OpenFile(file, layout.rows().apply(part), layout);
        return null;
      } catch (Exception e) {
        return broken(file, 0, e);
      }
    }

    private @Nullable InternalRow next(OpenFile now) throws IOException {
      Portion portion = now.file.planned().portion();
      try {
        while (now.row < portion.throughRecord() && now.rows.hasNext()) {
          InternalRow row = now.rows.next();
          now.row++;
          if (now.row > portion.afterRecord()) {
            now.any = true;
            return row(now, row);
          }
        }
      } catch (Exception e) { // Readers of formats report a damaged file as anything.
        open = null;
        return broken(now.file, now.row, e);
      }
      open = null;
      return now.any
          ? null
          : marker(now.file, ReadErrors.withoutContent(now.file.planned().version()));
    }

    private InternalRow row(OpenFile now, InternalRow row) {
      int corruptAt = now.layout.columns().length();
      if (now.layout.corrupt() && !row.isNullAt(corruptAt)) {
        return EnvelopeRow.of(
            now.file.planned(), row.getUTF8String(corruptAt).getBytes(), now.row, MALFORMED);
      }
      byte[] value = now.json.of(row).getBytes(StandardCharsets.UTF_8);
      return value.length <= MAX_ROW_MIB * MIB
          ? EnvelopeRow.of(now.file.planned(), value, now.row, null)
          : EnvelopeRow.of(
              now.file.planned(),
              null,
              now.row,
              "row is larger than "
                  + MAX_ROW_MIB
                  + " MiB and was left out. Land it in smaller rows.");
    }

    private InternalRow broken(File file, long goodRows, Exception e) throws IOException {
      TaskContext task = TaskContext.get();
      if (task != null && task.isInterrupted()) {
        throw new IOException("the task was ended", e);
      }
      landing.requireLandingZone(file.planned().version().path(), e);
      return marker(file, ReadErrors.of(file.planned().version(), goodRows, e));
    }

    private InternalRow marker(File file, @Nullable String error) {
      return EnvelopeRow.of(file.planned(), null, EnvelopeRow.MARKER, error);
    }

    @Override
    public InternalRow get() {
      InternalRow row = current;
      if (row == null) {
        throw new IllegalStateException("get() before a successful next()");
      }
      return row;
    }

    @Override
    public void close() {} // Spark's iterators close with their task.
  }

  private final class OpenFile {
    private final File file;
    private final scala.collection.Iterator<InternalRow> rows;
    private final Layout layout;
    private final SparkJson json;
    private long row;
    private boolean any;

    OpenFile(File file, scala.collection.Iterator<InternalRow> rows, Layout layout) {
      this.file = file;
      this.layout = layout;
      this.rows = rows;
      this.json = new SparkJson(layout.columns(), true, timeZone);
    }
  }
}
