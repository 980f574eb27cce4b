package dev.freshet.autoloader.envelope;

import dev.freshet.autoloader.option.EnvelopeOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The first rows of a file, read as the format {@code envelope} reads them.
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
   * @param readerOptions as {@link EnvelopeOptions} has them
   * @throws IOException if the file cannot be read; a damaged one may also fail otherwise
   */
  public static FileStart read(Path file, Map<String, String> readerOptions, int maxBytes)
      throws IOException {
    RowReader reader =
        EnvelopeFormat.rows(EnvelopeOptions.parse(readerOptions), maxBytes, maxBytes);
    List<String> values = new ArrayList<>();
    long bytes = 0;
    try (RowReader.Rows rows = reader.read(reader.open(file.toString()))) {
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
