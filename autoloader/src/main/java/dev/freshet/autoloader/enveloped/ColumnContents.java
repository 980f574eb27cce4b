package dev.freshet.autoloader.enveloped;

import dev.freshet.autoloader.envelope.FileContents;
import dev.freshet.autoloader.envelope.FileToRead;
import dev.freshet.autoloader.format.FileRecord;
import dev.freshet.autoloader.format.FileRecords;
import dev.freshet.autoloader.fs.LandingAccess;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of the files of a batch, each a JSON object with the columns of its file. */
final class ColumnContents implements FileContents {
  private static final long serialVersionUID = 1;

  private final HashMap<Long, ScannedFile> files;
  private final Reading reading;
  private final LandingAccess landing;

  /**
   * How rows become records.
   *
   * @param timeZone id of the zone of times
   * @param maxRowBytes a larger row becomes a record without a value
   */
  record Reading(String timeZone, int maxRowBytes) implements Serializable {}

  /**
   * @param files by their sequence
   */
  ColumnContents(Map<Long, ScannedFile> files, Reading reading, LandingAccess landing) {
    this.files = new HashMap<>(files);
    this.reading = reading;
    this.landing = landing;
  }

  @Override
  public FileRecords open(FileToRead file) throws IOException {
    return open(files.get(file.version().sequence()), file.content(), reading, landing);
  }

  static FileRecords open(
      @Nullable ScannedFile file, String path, Reading reading, LandingAccess landing)
      throws IOException {
    if (file == null) {
      throw new IllegalStateException("a file that was not planned: " + path);
    }
    IOException failure = file.failure();
    if (failure != null) {
      throw failure;
    }
    return file.part() == null ? new Empty() : new ColumnRecords(file, path, reading, landing);
  }

  /** Rows have the names of their columns, and may be packed within the file. */
  @Override
  public boolean isPacked(FileToRead file) {
    return true;
  }

  @Override
  public long contentBytes(byte[] value) {
    return value.length;
  }

  /** Spark's readers close with their task. */
  @Override
  public boolean outliveTheirTask() {
    return false;
  }

  private static final class Empty implements FileRecords {
    @Override
    public @Nullable FileRecord next() {
      return null;
    }

    @Override
    public void close() {}
  }
}
