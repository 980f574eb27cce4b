package dev.freshet.home.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;

/**
 * A file that holds one value as JSON. Replaced atomically, so a reader sees one value whole, of
 * before or after; one process writes it. Thread-safe.
 *
 * @param <T> what it holds
 */
public final class JsonFile<T> {

  private final Path file;
  private final Class<T> type;
  private final ObjectMapper json;

  public JsonFile(Path file, Class<T> type) {
    this(file, type, Map.of());
  }

  /**
   * A file with types that say nothing of JSON themselves.
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

  public Path path() {
    return file;
  }

  /**
   * Replaces the value.
   *
   * @throws IOException if the file cannot be written; the value before is still there
   */
  public synchronized void write(T value) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    Path next = directory.resolve(file.getFileName() + ".tmp");
    Files.write(next, json.writeValueAsBytes(value));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * The value; empty if none was ever written.
   *
   * @throws IOException if it is there and cannot be read or understood
   */
  public Optional<T> read() throws IOException {
    try {
      return Optional.of(json.readValue(Files.readAllBytes(file), type));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * As {@link #read}, of a file that nothing depends on.
   *
   * @throws FreshetException if it is there and cannot be read, with what to do
   */
  public Optional<T> readReport() {
    try {
      return read();
    } catch (IOException e) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot read " + file + ": " + e.getMessage() + ". It is a report only: delete it.",
          e);
    }
  }
}
