package dev.freshet.embedding.onnx;

import dev.freshet.embedding.model.Fingerprint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps token tables in files of a directory, each after its SHA-256. A table that cannot be read
 * back whole counts as absent, one that cannot be written is not kept: a table can always be
 * computed again, so neither fails the caller, but both are logged. Several processes may share the
 * directory.
 */
final class TableCache {

  private static final Logger LOGGER = LoggerFactory.getLogger(TableCache.class);
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
      ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file));
      if (content.remaining() > HASH_BYTES) {
        byte[] hash = new byte[HASH_BYTES];
        content.get(hash);
        byte[] table = new byte[content.remaining()];
        content.get(table);
        String expected = HexFormat.of().formatHex(hash);
        if (Fingerprint.hash(table).equals(expected)) {
          return Optional.of(new Hashed(TokenTable.ofBytes(table), expected));
        }
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
        byte[] bytes = hashed.table().toBytes();
        Files.write(
            unfinished,
            ByteBuffer.allocate(HASH_BYTES + bytes.length)
                .put(HexFormat.of().parseHex(hashed.hash()))
                .put(bytes)
                .array());
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

  private Path file(String key) {
    return directory.resolve(key.replace(':', '-') + ".table");
  }
}
