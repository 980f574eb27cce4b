package dev.freshet.autoloader.envelope;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The first rows of a file, read as the format {@code envelope} reads them: decompressed, blank
 * lines left out.
 *
 * @param values of the rows that could be read
 * @param bytes they have in UTF-8, about
 * @param whole whether there are no more rows in the file
 */
public record FileStart(List<String> values, long bytes, boolean whole) {

  public FileStart {
    values = List.copyOf(values);
  }

  /**
   * Reads on until {@code maxBytes} are passed.
   *
   * @param wholeText whether the file is one row
   * @throws IOException if the file cannot be read; a damaged one may also fail otherwise
   */
  public static FileStart read(Path file, boolean wholeText, int maxBytes) throws IOException {
    RowReader reader =
        wholeText ? new RowReader.WholeFiles(maxBytes) : new RowReader.Lines(maxBytes);
    List<String> values = new ArrayList<>();
    long bytes = 0;
    try (RowReader.Rows rows = reader.read(FileOpener.open(file.toString()))) {
      while (bytes < maxBytes) {
        EnvelopeRow row = rows.next();
        if (row == null) {
          return new FileStart(values, bytes, true);
        }
        if (row.value() != null) {
          values.add(row.value().toString());
          bytes += row.value().numBytes() + 1L;
        }
      }
    }
    return new FileStart(values, bytes, false);
  }
}
