package dev.freshet.home.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The file in which a pipeline process reports its state. Losing it loses nothing. Thread-safe. */
public final class StatusFile {

  private final JsonFile<RunStatus> file;

  /** The file at a path, whether it exists or not. */
  public StatusFile(Path file) {
    this.file = new JsonFile<>(file, RunStatus.class);
  }

  /**
   * Replaces the last report.
   *
   * @throws IOException if the file cannot be written; the caller decides whether that matters
   */
  public void write(RunStatus status) throws IOException {
    file.writeReport(status);
  }

  /** The last report; empty if the pipeline never ran. */
  public Optional<RunStatus> read() {
    return file.readReport();
  }
}
