package dev.freshet.server.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.storage.AtomicFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The file of the keys of the search API. It is replaced as a whole and only its owner can read it;
 * a lock keeps two processes from changing it at the same time. Thread-safe; keeps nothing in
 * memory.
 */
public final class ApiKeyFile {

  private static final int FORMAT = 1;

  /** A larger file cannot be a key file: it would have tens of thousands of keys. */
  private static final long BYTES_MAX = 16 << 20;

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** A file lock excludes other processes, but not other threads of this one. */
  private static final Object IN_THIS_PROCESS = new Object();

  private final Path file;

  /**
   * Makes nothing on disk.
   *
   * @param file may be absent; its directory is made when the first key is added
   */
  public ApiKeyFile(Path file) {
    this.file = file;
  }

  private record Content(int format, List<ApiKey> keys) {}

  Path path() {
    return file;
  }

  /**
   * The stamp of the file; empty if there is no file.
   *
   * @throws FreshetException if its attributes cannot be read
   */
  Optional<FileStamp> stamp() {
    try {
      return Optional.of(FileStamp.of(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(e.toString(), e);
    }
  }

  /**
   * Every key, revoked ones too; none if there is no file.
   *
   * @throws FreshetException if the file cannot be read or is damaged; no key may be accepted then
   */
  public List<ApiKey> read() {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw unreadable("it has " + Files.size(file) + " bytes", null);
      }
      Content content = JSON.readValue(Files.readAllBytes(file), Content.class);
      if (content.format() != FORMAT || content.keys() == null) {
        throw unreadable("it has format " + content.format() + ", not " + FORMAT, null);
      }
      requireWhole(content.keys());
      return List.copyOf(content.keys());
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (JsonProcessingException e) {
      throw unreadable("it is damaged in line " + e.getLocation().getLineNr(), e);
    } catch (IOException e) {
      throw unreadable(e.toString(), e);
    }
  }

  private void requireWhole(List<ApiKey> keys) {
    for (ApiKey key : keys) {
      if (key == null
          || key.id() == null
          || key.name() == null
          || key.hash() == null
          || key.created() == null
          || key.rows() == null
          || key.expires() == null
          || key.previous() == null
          || key.revoked() == null) {
        throw unreadable("a key in it lacks a field", null);
      }
    }
    if (keys.stream().map(ApiKey::id).distinct().count() < keys.size()) {
      throw unreadable("two keys in it have the same id", null);
    }
  }

  /**
   * Replaces the keys by the result of {@code change}.
   *
   * @throws FreshetException if the file is damaged or cannot be written; it is unchanged then
   */
  void update(UnaryOperator<List<ApiKey>> change) {
    synchronized (IN_THIS_PROCESS) {
      updateAlone(change);
    }
  }

  private void updateAlone(UnaryOperator<List<ApiKey>> change) {
    Path directory = file.toAbsolutePath().getParent();
    try {
      Files.createDirectories(directory);
      Path lockFile = directory.resolve(file.getFileName() + ".lock");
      try (FileChannel channel =
              FileChannel.open(
                  lockFile,
                  Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                  OWNER_ONLY);
          FileLock lock = channel.lock()) {
        new AtomicFile(file)
            .replacePrivately(JSON.writeValueAsBytes(new Content(FORMAT, change.apply(read()))));
      }
    } catch (IOException e) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot write the API keys to %s: %s. Give this user the right to write there."
              .formatted(file, e),
          e);
    }
  }

  private FreshetException unreadable(String why, @Nullable Throwable cause) {
    return new FreshetException(
        ErrorCode.INVALID_CONFIG,
        "Cannot read the API keys of %s: %s. Restore the file, or remove it and add the keys again."
            .formatted(file, why),
        // The exception of damaged JSON repeats its text, which contains hashes.
        cause instanceof JsonProcessingException ? null : cause);
  }
}
