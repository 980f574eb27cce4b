package dev.freshet.lance.proof;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Size and CRC-32C of files, in one text file beside them: a line per file, and a last line with
 * the CRC-32C of the lines before. A file of sums that is damaged counts as missing: the sums are
 * then taken again. It is replaced as a whole, by any process; the last one wins. Thread-safe.
 *
 * @param path of the file of sums
 */
public record RecordedSums(Path path) {

  private static final Logger LOGGER = LoggerFactory.getLogger(RecordedSums.class);
  private static final int BUFFER_BYTES = 1 << 18;
  private static final String END = "= ";

  /**
   * Of one file.
   *
   * @param bytes its size
   * @param crc its CRC-32C
   */
  public record Sum(long bytes, int crc) {

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read
     */
    public static Sum of(Path file) throws IOException {
      CRC32C crc = new CRC32C();
      long bytes = 0;
      byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, Math.max(1, Files.size(file)))];
      try (InputStream in = Files.newInputStream(file)) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          crc.update(buffer, 0, read);
          bytes += read;
        }
      }
      return new Sum(bytes, (int) crc.getValue());
    }

    /** Of content that has been read. */
    public static Sum of(byte[] content) {
      CRC32C crc = new CRC32C();
      crc.update(content);
      return new Sum(content.length, (int) crc.getValue());
    }

    @Override
    public String toString() {
      return "%d bytes with the CRC-32C %08x".formatted(bytes, crc);
    }
  }

  /** The sums by the name of the file; empty if none are recorded, or if they cannot be read. */
  public Optional<Map<String, Sum>> read() {
    try {
      return Files.isRegularFile(path)
          ? parse(new String(Files.readAllBytes(path), StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (IOException e) {
      logFailure("cannot read checksums of files, they are taken again", e);
      return Optional.empty();
    }
  }

  private static Optional<Map<String, Sum>> parse(String text) {
    int end = text.lastIndexOf(END);
    if (end < 0 || !text.substring(end).equals(lastLine(text.substring(0, end)))) {
      return Optional.empty();
    }
    Map<String, Sum> sums = new TreeMap<>();
    for (String line : text.substring(0, end).split("\n", -1)) {
      if (!line.isEmpty()) {
        String[] parts = line.split(" ", 3);
        sums.put(
            parts[2], new Sum(Long.parseLong(parts[1]), Integer.parseUnsignedInt(parts[0], 16)));
      }
    }
    return Optional.of(sums);
  }

  private static String lastLine(String lines) {
    return "%s%08x%n".formatted(END, Sum.of(lines.getBytes(StandardCharsets.UTF_8)).crc());
  }

  /** Replaces the sums. Without the right to write there, there are none. */
  public void write(Map<String, Sum> sums) {
    StringBuilder lines = new StringBuilder();
    new TreeMap<>(sums)
        .forEach(
            (name, sum) ->
                lines
                    .append(Integer.toHexString(sum.crc()))
                    .append(' ')
                    .append(sum.bytes())
                    .append(' ')
                    .append(name)
                    .append('\n'));
    String text = lines + lastLine(lines.toString());
    Path written = path.resolveSibling(path.getFileName() + "." + UUID.randomUUID());
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      try {
        Files.write(written, text.getBytes(StandardCharsets.UTF_8));
        Files.move(written, path, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(written);
      }
    } catch (IOException e) {
      logFailure("cannot record checksums of files", e);
    }
  }

  private void logFailure(String message, IOException e) {
    LOGGER.atDebug().addKeyValue("path", path).addKeyValue("error", e.toString()).log(message);
  }
}
