package dev.freshet.home.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.storage.AtomicFile;
import dev.freshet.storage.damage.SetAside;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that holds one value as JSON. It is replaced atomically, so a reader sees the old value or
 * the new one; one process writes it. Thread-safe.
 *
 * @param <T> what it holds
 */
public final class JsonFile<T> {

  private static final Logger LOGGER = LoggerFactory.getLogger(JsonFile.class);

  private final Path file;
  private final Class<T> type;
  private final ObjectMapper json;

  /** A file with types that need no annotations of others. */
  public JsonFile(Path file, Class<T> type) {
    this(file, type, Map.of());
  }

  /**
   * A file with types that have no annotations for JSON themselves.
   *
   * @param annotations types that carry Jackson's annotations, by the type they are meant for
   */
  public JsonFile(Path file, Class<T> type, Map<Class<?>, Class<?>> annotations) {
    this.file = file;
    this.type = type;
    JsonMapper.Builder builder =
        JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS);
    annotations.forEach(builder::addMixIn);
    this.json = builder.build();
  }

  /** Where it is. */
  public Path path() {
    return file;
  }

  /**
   * Replaces the value. A directory in place of the file is put aside.
   *
   * @throws IOException if the file cannot be written; it then holds the old value
   */
  public synchronized void write(T value) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      SetAside.rename(file);
    }
    new AtomicFile(file).replace(json.writeValueAsBytes(value));
  }

  /**
   * The value; empty if there is no file.
   *
   * @throws IOException if the file cannot be read or parsed
   */
  public Optional<T> read() throws IOException {
    try {
      return Optional.of(json.readValue(Files.readAllBytes(file), type));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * As {@link #read}, for a file that may be deleted without harm: one that is damaged counts as
   * absent, and a warning says so.
   *
   * @throws FreshetException if this user may not read the file
   */
  public Optional<T> readReport() {
    try {
      return read();
    } catch (AccessDeniedException e) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot read %s: this user may not. It is a report only: delete it.".formatted(file),
          e);
    } catch (IOException damaged) {
      LOGGER
          .atWarn()
          .addKeyValue("path", file)
          .addKeyValue("error", damaged.toString())
          .log("a report is damaged and ignored, its process replaces it");
      return Optional.empty();
    }
  }
}
