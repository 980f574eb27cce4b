package dev.freshet.autoloader.format;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * One record for each file: its text.
 *
 * @param maxBytes of a file; of a larger one nothing is kept
 */
record WholeText(int maxBytes) implements ContentFormat {

  @Override
  public FileRecords read(InputStream content) {
    return new WholeFileRecords(content, maxBytes, WholeText::text);
  }

  private static @Nullable FileRecord text(byte[] bytes) {
    int from = Utf8.byteOrderMark(bytes, bytes.length);
    return Utf8.isBlank(bytes, from, bytes.length)
        ? null
        : FileRecord.decoded(bytes, from, bytes.length, 1);
  }
}
