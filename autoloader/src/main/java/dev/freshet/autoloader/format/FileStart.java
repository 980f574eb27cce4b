package dev.freshet.autoloader.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The first records of a file, read as the format {@code envelope} reads them.
 *
 * @param values of the records that could be read
 * @param bytes of these values in UTF-8, about
 * @param whole whether the file has no more records
 */
public record FileStart(List<String> values, long bytes, boolean whole) {

  /** Copies the values. */
  public FileStart {
    values = List.copyOf(values);
  }

  /**
   * Reads until the values have more than {@code maxBytes}.
   *
   * @param records of the file; they are closed
   * @throws IOException if the file cannot be read; a damaged compressed file may also cause an
   *     unchecked exception
   */
  public static FileStart read(FileRecords records, int maxBytes) throws IOException {
    List<String> values = new ArrayList<>();
    long read = 0;
    try (records) {
      while (read < maxBytes) {
        FileRecord record = records.next();
        if (record == null) {
          return new FileStart(values, read, true);
        }
        byte[] value = record.value();
        if (value != null) {
          values.add(new String(value, StandardCharsets.UTF_8));
          read += value.length + 1L;
        }
      }
    }
    return new FileStart(values, read, false);
  }
}
