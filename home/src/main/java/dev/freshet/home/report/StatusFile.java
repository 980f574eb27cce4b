package dev.freshet.home.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file a pipeline process tells its state in, a {@link JsonFile}. It is a report: losing it
 * loses nothing.
 */
public final class StatusFile {

  private final JsonFile<RunStatus> file;

  public StatusFile(Path file) {
    this.file = new JsonFile<>(file, RunStatus.class);
  }

  /**
   * Replaces the state told last.
   *
   * @throws IOException if the file cannot be written; the caller decides whether that matters
   */
  public void write(RunStatus status) throws IOException {
    file.write(status);
  }

  /** The state told last, or empty if the pipeline never ran. */
  public Optional<RunStatus> read() {
    return file.readReport();
  }
}
