package dev.freshet.embedding.onnx;

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
 * Token tables in files of a directory, each with its SHA-256 in front. What cannot be read back
 * whole counts as absent, what cannot be written is left out: a table can always be made again, so
 * neither fails the caller, but both are logged. Several processes may share the directory.
 */
final class TableCache {

  private static final Logger LOGGER = LoggerFactory.getLogger(TableCache.class);
  private static final int HASH_BYTES = 32;

  private final Path directory;

  /**
   * @param directory made when the first table is stored
   */
  TableCache(Path directory) {
    this.directory = directory;
  }

  /** The table stored under {@code key}, if it is there and undamaged. */
  Optional<TokenTable> find(String key) {
    Path file = file(key);
    try {
      ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file));
      if (content.remaining() > HASH_BYTES) {
        byte[] hash = new byte[HASH_BYTES];
        content.get(hash);
        byte[] table = new byte[content.remaining()];
        content.get(table);
        if (Fingerprint.hash(table).equals(HexFormat.of().formatHex(hash))) {
          return Optional.of(TokenTable.ofBytes(table));
        }
      }
      LOGGER.atWarn().addKeyValue("file", file).log("cached token table is damaged, made again");
    } catch (NoSuchFileException absent) {
      LOGGER.atDebug().addKeyValue("file", file).log("no cached token table");
    } catch (IOException unreadable) {
      LOGGER
          .atWarn()
          .addKeyValue("file", file)
          .setCause(unreadable)
          .log("cached token table cannot be read, made again");
    }
    return Optional.empty();
  }

  /** Stores {@code table} under {@code key}; readers see the whole file or none. */
  void store(String key, TokenTable table) {
    Path file = file(key);
    try {
      Files.createDirectories(directory);
      Path unfinished = Files.createTempFile(directory, "table", ".tmp");
      try {
        byte[] bytes = table.toBytes();
        Files.write(
            unfinished,
            ByteBuffer.allocate(HASH_BYTES + bytes.length)
                .put(HexFormat.of().parseHex(Fingerprint.hash(bytes)))
                .put(bytes)
                .array());
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException unwritable) {
      LOGGER
          .atWarn()
          .addKeyValue("file", file)
          .setCause(unwritable)
          .log("token table cannot be cached, the next process makes it again");
    }
  }

  private Path file(String key) {
    return directory.resolve(key.replace(':', '-') + ".table");
  }
}
