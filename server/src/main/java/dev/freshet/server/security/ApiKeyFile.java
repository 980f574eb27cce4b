package dev.freshet.server.security;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.home.HomeDirectory;
import dev.freshet.storage.AtomicFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
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

  /** The first format had no checksum. It is read, and never written. */
  private static final int FORMAT_WITHOUT_SUM = 1;

  private static final int FORMAT = 2;

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
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
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

  /**
   * What the file contains.
   *
   * @param checksum SHA-256 of the keys as compact JSON, in hex; a damaged row filter could show
   *     more rows without it
   */
  private record Content(
      int format,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String checksum,
      List<ApiKey> keys) {

    static Content of(List<ApiKey> keys) throws JsonProcessingException {
      return new Content(FORMAT, checksum(keys), keys);
    }

    private static String checksum(List<ApiKey> keys) throws JsonProcessingException {
      return SecretHash.of(
              JSON.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(keys))
          .hex();
    }

    boolean hasKnownFormat() {
      return format == FORMAT || (format == FORMAT_WITHOUT_SUM && checksum == null);
    }

    boolean isUnchanged() throws JsonProcessingException {
      return format == FORMAT_WITHOUT_SUM || checksum(keys).equals(checksum);
    }
  }

  Path path() {
    return file;
  }

  /**
   * Whether callers need a key: the home has keys, or has had keys since the last {@link #reset}.
   * True also if that cannot be found out.
   */
  boolean isRequired() {
    try {
      return marker().isSet() || stamp().isPresent();
    } catch (FreshetException e) {
      return true;
    }
  }

  /**
   * Remembers that callers need a key, for a home whose keys an earlier version has written.
   *
   * @throws IOException if nothing can be written beside the file
   */
  void require() throws IOException {
    marker().set();
  }

  /**
   * Removes all keys and forgets that there were any, also if the file is damaged.
   *
   * @throws FreshetException if a file cannot be deleted
   */
  void reset() {
    alone(
        () -> {
          Files.deleteIfExists(file);
          marker().remove();
        });
  }

  private KeysMarker marker() {
    return KeysMarker.beside(file);
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
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      if (!found.isRegularFile()) {
        throw unreadable("it is not a file", null);
      }
      if (found.size() > BYTES_MAX) {
        throw unreadable("it has " + found.size() + " bytes", null);
      }
      Content content = JSON.readValue(Files.readAllBytes(file), Content.class);
      if (content == null || content.keys() == null) {
        throw unreadable("it has no keys", null);
      }
      if (!content.hasKnownFormat()) {
        throw unreadable("it has format " + content.format() + ", not " + FORMAT, null);
      }
      requireWhole(content.keys());
      if (!content.isUnchanged()) {
        throw unreadable("it was changed: its checksum is wrong", null);
      }
      return List.copyOf(content.keys());
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (JsonProcessingException e) {
      throw unreadable("it is damaged" + place(e), e);
    } catch (IOException e) {
      throw unreadable(e.toString(), e);
    }
  }

  private static String place(JsonProcessingException damage) {
    JsonLocation where = damage.getLocation();
    return where == null ? "" : " in line " + where.getLineNr();
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
          || key.previous().filter(each -> each.hash() == null || each.until() == null).isPresent()
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
    alone(
        () -> {
          byte[] next = JSON.writeValueAsBytes(Content.of(change.apply(read())));
          // The marker comes first: a loss of power between the two must not open the server.
          marker().set();
          new AtomicFile(file).replacePrivately(next);
        });
  }

  /** A step that changes files. */
  @FunctionalInterface
  private interface Change {
    void run() throws IOException;
  }

  private void alone(Change change) {
    synchronized (IN_THIS_PROCESS) {
      Path directory = file.toAbsolutePath().getParent();
      try {
        HomeDirectory.create(directory);
        Path lockFile = directory.resolve(file.getFileName() + ".lock");
        try (FileChannel channel =
                FileChannel.open(
                    lockFile,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    OWNER_ONLY);
            FileLock lock = channel.lock()) {
          change.run();
        }
      } catch (IOException e) {
        throw new FreshetException(
            ErrorCode.STORE_UNAVAILABLE,
            "Cannot write the API keys to %s: %s. Give this user the right to write there."
                .formatted(file, e),
            e);
      }
    }
  }

  private FreshetException unreadable(String why, @Nullable Throwable cause) {
    return new FreshetException(
        ErrorCode.INVALID_CONFIG,
        "Cannot read the API keys of %s: %s. Restore the file, or run `freshet keys reset` and add the keys again."
            .formatted(file, why),
        // The exception of damaged JSON repeats its text, which contains hashes.
        cause instanceof JsonProcessingException ? null : cause);
  }
}
