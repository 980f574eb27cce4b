package dev.freshet.home.delta.proof;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The CRC-32C of a file, which finds every single flipped bit and every run of up to 32. That of a
 * file of the log is recorded beside it, in {@code <name>.crc32c}, twice: a record whose halves
 * differ is itself damaged and says nothing. A file without a record is not checked.
 */
final class Checksum {

  static final String SUFFIX = ".crc32c";

  private static final Pattern RECORD = Pattern.compile("([0-9a-f]{8}) ([0-9a-f]{8})\\n");
  private static final int BUFFER = 1 << 16;

  private Checksum() {}

  /** The checksum of a file as eight hexadecimal digits. */
  static String of(Path file) throws IOException {
    CRC32C crc = new CRC32C();
    byte[] buffer = new byte[BUFFER];
    try (InputStream content = Files.newInputStream(file)) {
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        crc.update(buffer, 0, read);
      }
    }
    return "%08x".formatted(crc.getValue());
  }

  /** Records the checksum of a file that was just written. */
  static void record(Path file) throws IOException {
    String sum = of(file);
    Files.writeString(beside(file), sum + " " + sum + "\n", StandardCharsets.US_ASCII);
  }

  private static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + SUFFIX);
  }

  /** What is wrong with a file by its record; empty if it fits, or if there is no record. */
  static Optional<String> damage(Path file) throws IOException {
    String recorded;
    try {
      if (!Files.isRegularFile(beside(file))) {
        return Optional.empty();
      }
      recorded = Files.readString(beside(file), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException removed) {
      return Optional.empty();
    }
    Matcher record = RECORD.matcher(recorded);
    return record.matches() && record.group(1).equals(record.group(2))
        ? damage(file, record.group(1))
        : Optional.empty();
  }

  /** What is wrong with a file that had this checksum when it was written. */
  static Optional<String> damage(Path file, String written) throws IOException {
    String found = of(file);
    return found.equals(written)
        ? Optional.empty()
        : Optional.of("its CRC-32C is %s, and %s was written".formatted(found, written));
  }
}
