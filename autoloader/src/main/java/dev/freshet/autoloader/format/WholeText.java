package dev.freshet.autoloader.format;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * One record for each file: its text. A file is read whole or not at all.
 *
 * @param maxBytes of a file; of a larger one nothing is kept
 * @param text how the content becomes UTF-8
 */
record WholeText(int maxBytes, TextContent text) implements ContentFormat {

  @Override
  public FileRecords read(InputStream content) {
    return new WholeFileRecords(content, maxBytes, this::record);
  }

  private @Nullable FileRecord record(byte[] bytes) throws IOException {
    byte[] utf8 = text.whole(bytes);
    return Utf8.isBlank(utf8, 0, utf8.length) ? null : FileRecord.of(utf8, 1);
  }
}
