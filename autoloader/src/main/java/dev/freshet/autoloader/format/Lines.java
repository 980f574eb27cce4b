package dev.freshet.autoloader.format;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * One record for each line that is not blank.
 *
 * @param maxBytes of a line; of a longer one nothing is kept
 * @param text how the content becomes UTF-8
 */
record Lines(int maxBytes, TextContent text) implements ContentFormat {

  @Override
  public FileRecords read(InputStream content) throws IOException {
    return new LineRecords(new LineReader(text.lines(content), maxBytes), maxBytes);
  }

  private record LineRecords(LineReader lines, int maxBytes) implements FileRecords {

    @Override
    public @Nullable FileRecord next() throws IOException {
      while (lines.next()) {
        if (lines.isTooLong()) {
          return FileRecord.tooLargeLine(lines.number(), maxBytes);
        }
        if (!Utf8.isBlank(lines.bytes(), 0, lines.length())) {
          return FileRecord.decoded(lines.bytes(), 0, lines.length(), lines.number());
        }
      }
      return null;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
