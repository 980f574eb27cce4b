package dev.freshet.autoloader.format;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * One record for each line that is not blank.
 *
 * @param maxBytes of a line; of a longer one nothing is kept
 */
record Lines(int maxBytes) implements ContentFormat {

  @Override
  public FileRecords read(InputStream content) {
    return new LineRecords(new LineReader(content, maxBytes), maxBytes);
  }

  private record LineRecords(LineReader lines, int maxBytes) implements FileRecords {

    @Override
    public @Nullable FileRecord next() throws IOException {
      while (lines.next()) {
        if (lines.isTooLong()) {
          return FileRecord.tooLargeLine(lines.number(), maxBytes);
        }
        int from = lines.number() == 1 ? Utf8.byteOrderMark(lines.bytes(), lines.length()) : 0;
        if (!Utf8.isBlank(lines.bytes(), from, lines.length())) {
          return FileRecord.decoded(lines.bytes(), from, lines.length(), lines.number());
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
