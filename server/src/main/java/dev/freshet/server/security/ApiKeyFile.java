package dev.freshet.server.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The file that holds the keys of the search API. It is replaced as a whole, with permissions for
 * its owner only; two processes that change it take turns. Thread-safe, keeps nothing in memory.
 */
public final class ApiKeyFile {

  private static final int FORMAT = 1;

  /** A file larger than this is none of ours; it would be tens of thousands of keys. */
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

  /** A lock of a file holds other processes off, not other threads of this one. */
  private static final Object IN_THIS_PROCESS = new Object();

  private final Path file;

  /**
   * @param file that need not exist; its directory is made when the first key is added
   */
  public ApiKeyFile(Path file) {
    this.file = file;
  }

  /** What a look without reading tells; another one means that the file has changed. */
  record Stamp(FileTime modified, long size, @Nullable Object fileKey) {}

  private record Content(int format, List<ApiKey> keys) {}

  Path path() {
    return file;
  }

  /**
   * A look at the file; empty if there is none.
   *
   * @throws FreshetException if it cannot be looked at
   */
  Optional<Stamp> stamp() {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(new Stamp(found.lastModifiedTime(), found.size(), found.fileKey()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(e.toString(), e);
    }
  }

  /**
   * Every key, revoked ones too; none if there is no file.
   *
   * @throws FreshetException if the file cannot be read or is damaged. No key is to count then
   */
  public List<ApiKey> read() {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw unreadable("it has " + Files.size(file) + " bytes", null);
      }
      Content content = JSON.readValue(Files.readAllBytes(file), Content.class);
      if (content.format() != FORMAT || content.keys() == null) {
        throw unreadable("it is of format " + content.format() + ", not " + FORMAT, null);
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
      throw unreadable("two keys in it have one id", null);
    }
  }

  /**
   * Replaces the keys by what {@code change} makes of them.
   *
   * @throws FreshetException if the file is damaged or cannot be written; it is as before then
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
        replace(directory, change.apply(read()));
      }
    } catch (IOException e) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot write the API keys to %s: %s. Give this user the right to write there."
              .formatted(file, e),
          e);
    }
  }

  private void replace(Path directory, List<ApiKey> keys) throws IOException {
    Path next = Files.createTempFile(directory, ".api-keys-", ".tmp", OWNER_ONLY);
    try {
      try (FileChannel out = FileChannel.open(next, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(new Content(FORMAT, keys)));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  private FreshetException unreadable(String why, @Nullable Throwable cause) {
    return new FreshetException(
        ErrorCode.INVALID_CONFIG,
        "Cannot read the API keys of %s: %s. Restore the file, or remove it and add keys anew."
            .formatted(file, why),
        // The cause of damaged JSON repeats its text, which holds hashes.
        cause instanceof JsonProcessingException ? null : cause);
  }
}
