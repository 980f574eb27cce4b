package dev.freshet.cli.demo;

import dev.freshet.cli.wiring.FileTree;
import dev.freshet.core.config.HomeLayout;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.home.report.RunStatus;
import dev.freshet.home.report.StatusFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directory a demo lives in: a landing zone, a pipeline's home and its {@code pipeline.yaml}.
 * The files of an earlier demo are deleted, a directory with other content is refused.
 */
record DemoHome(Path directory) {

  /** Marks the directory of a demo. */
  private static final String MARKER = ".freshet-demo";

  Path config() {
    return directory.resolve("pipeline.yaml");
  }

  Path landing() {
    return directory.resolve("landing");
  }

  private Path home() {
    return directory.resolve("home");
  }

  /**
   * Makes a new demo directory.
   *
   * @throws InvalidRequestException if it has other content, or a demo runs in it
   */
  void prepare() {
    try {
      if (Files.exists(directory) && !isEmpty() && !Files.exists(directory.resolve(MARKER))) {
        throw new InvalidRequestException(
            "Cannot use "
                + directory
                + " for the demo: it has other content. Name an empty directory with --home.");
      }
      requireNoDemoRuns();
      for (Path part : List.of(landing(), home())) {
        new FileTree(part).delete();
      }
      Files.createDirectories(landing());
      Files.writeString(directory.resolve(MARKER), "Made by the demo, which deletes it again.\n");
      Files.writeString(
          config(), DemoPipeline.yaml(home().toAbsolutePath(), landing().toAbsolutePath()));
    } catch (IOException e) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot write to " + directory + ": " + e + ". Name another directory with --home.",
          e);
    }
  }

  private void requireNoDemoRuns() {
    Path report = new HomeLayout(home(), DemoPipeline.NAME).statusFile();
    Optional<RunStatus> running = new StatusFile(report).read().filter(RunStatus::live);
    if (running.isPresent()) {
      throw new InvalidRequestException(
          "Cannot use "
              + directory
              + " for the demo: process "
              + running.get().process().pid()
              + " runs one there. Stop it, or name another directory with --home.");
    }
  }

  private boolean isEmpty() throws IOException {
    try (Stream<Path> content = Files.list(directory)) {
      return content.findAny().isEmpty();
    }
  }
}
