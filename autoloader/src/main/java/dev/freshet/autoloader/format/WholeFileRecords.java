package dev.freshet.autoloader.format;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The one record of a file that is a record as a whole; none if the file is empty. */
final class WholeFileRecords implements FileRecords {
  private final InputStream content;
  private final int maxBytes;
  private final Content record;
  private boolean done;

  WholeFileRecords(InputStream content, int maxBytes, Content record) {
    this.content = content;
    this.maxBytes = maxBytes;
    this.record = record;
  }

  @Override
  public @Nullable FileRecord next() throws IOException {
    if (done) {
      return null;
    }
    done = true;
    byte[] bytes = content.readNBytes(maxBytes + 1);
    return bytes.length > maxBytes ? FileRecord.tooLargeFile(maxBytes) : record.apply(bytes);
  }

  @Override
  public void close() throws IOException {
    content.close();
  }

  /** Makes the record of a content. */
  @FunctionalInterface
  interface Content {

    /**
     * The record; null if there is nothing in it.
     *
     * @throws IOException if the content cannot be a record
     */
    @Nullable FileRecord apply(byte[] bytes) throws IOException;
  }
}
