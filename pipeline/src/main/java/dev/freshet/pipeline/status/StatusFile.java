package dev.freshet.pipeline.status;

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
import java.util.Optional;

/**
 * The file a pipeline process tells its state in. Replaced atomically, so a reader sees one state
 * whole. It is a report: losing it loses nothing.
 */
public final class StatusFile {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private final Path file;

  public StatusFile(Path file) {
    this.file = file;
  }

  /**
   * Replaces the state told last.
   *
   * @throws IOException if the file cannot be written; the caller decides whether that matters
   */
  public synchronized void write(RunStatus status) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    Path next = directory.resolve(file.getFileName() + ".tmp");
    Files.write(next, JSON.writeValueAsBytes(status));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The state told last, or empty if the pipeline never ran. */
  public Optional<RunStatus> read() {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file), RunStatus.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot read " + file + ": " + e.getMessage() + ". It is a report only: delete it.",
          e);
    }
  }
}
