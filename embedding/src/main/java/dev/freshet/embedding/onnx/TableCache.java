package dev.freshet.embedding.onnx;

import dev.freshet.embedding.model.ContentChecksum;
import dev.freshet.embedding.model.Fingerprint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps token tables in files of a directory, each after a {@link ContentChecksum} and its SHA-256,
 * which is then not computed at every start. A table that cannot be read back whole counts as
 * absent, one that cannot be written is not kept: a table can always be computed again, so neither
 * fails the caller, but both are logged. Several processes may share the directory.
 */
final class TableCache {

  private static final Logger LOGGER = LoggerFactory.getLogger(TableCache.class);
  private static final int CHECKSUM_BYTES = 24;
  private static final int HASH_BYTES = 32;

  private final Path directory;

  /**
   * @param directory created when the first table is stored
   */
  TableCache(Path directory) {
    this.directory = directory;
  }

  /**
   * A table.
   *
   * @param hash SHA-256 of its bytes, in lower-case hexadecimal digits
   */
  record Hashed(TokenTable table, String hash) {

    static Hashed of(TokenTable table) {
      return new Hashed(table, Fingerprint.hash(table.toBytes()));
    }
  }

  /** The table stored under {@code key}, if it is there and undamaged. */
  Optional<Hashed> find(String key) {
    Path file = file(key);
    try {
      byte[] content = Files.readAllBytes(file);
      byte[] hashed =
          Arrays.copyOfRange(content, Math.min(CHECKSUM_BYTES, content.length), content.length);
      if (hashed.length > HASH_BYTES && startsWith(content, checksum(hashed))) {
        HexFormat hex = HexFormat.of();
        byte[] table = Arrays.copyOfRange(hashed, HASH_BYTES, hashed.length);
        return Optional.of(
            new Hashed(TokenTable.ofBytes(table), hex.formatHex(hashed, 0, HASH_BYTES)));
      }
      LOGGER
          .atWarn()
          .addKeyValue("path", file)
          .log("cached token table is damaged and is computed again");
    } catch (NoSuchFileException absent) {
      LOGGER.atDebug().addKeyValue("path", file).log("no cached token table");
    } catch (IOException unreadable) {
      LOGGER
          .atWarn()
          .addKeyValue("path", file)
          .setCause(unreadable)
          .log("cached token table cannot be read and is computed again");
    }
    return Optional.empty();
  }

  /** Stores a table under {@code key}; readers see the whole file or none. */
  void store(String key, Hashed hashed) {
    Path file = file(key);
    try {
      Files.createDirectories(directory);
      // A name of its own: several processes may store the same table at the same time.
      Path unfinished = Files.createTempFile(directory, "table", ".tmp");
      try {
        byte[] content = joined(HexFormat.of().parseHex(hashed.hash()), hashed.table().toBytes());
        Files.write(unfinished, joined(checksum(content), content));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException unwritable) {
      LOGGER
          .atWarn()
          .addKeyValue("path", file)
          .setCause(unwritable)
          .log("token table cannot be cached, the next process computes it again");
    }
  }

  private static byte[] checksum(byte[] content) {
    return ContentChecksum.of(content).getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean startsWith(byte[] content, byte[] start) {
    return Arrays.equals(content, 0, start.length, start, 0, start.length);
  }

  private static byte[] joined(byte[] start, byte[] end) {
    return ByteBuffer.allocate(start.length + end.length).put(start).put(end).array();
  }

  private Path file(String key) {
    return directory.resolve(key.replace(':', '-') + ".table");
  }
}
