package dev.freshet.autoloader.format;

import dev.freshet.autoloader.compression.LandedBytes;
import dev.freshet.autoloader.option.EnvelopeOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
   * @param bytes where its content comes from
   * @param readerOptions as {@link EnvelopeOptions} has them
   * @throws IOException if the file cannot be read; a damaged compressed file may also cause an
   *     unchecked exception
   */
  public static FileStart read(
      LandedBytes bytes, String path, Map<String, String> readerOptions, int maxBytes)
      throws IOException {
    ContentFormat format =
        ContentFormat.of(EnvelopeOptions.parse(readerOptions), maxBytes, maxBytes);
    List<String> values = new ArrayList<>();
    long read = 0;
    try (FileRecords records = format.read(format.open(bytes, path))) {
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
