package dev.freshet.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.home.report.ProcessIdentity;
import dev.freshet.home.report.RunStatus;
import dev.freshet.home.report.StatusFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoHomeTest {

  @TempDir private Path parent;

  @Test
  void isMadeWhereThereIsNoDirectoryOrAnEmptyOne() throws IOException {
    for (Path directory :
        new Path[] {parent.resolve("new/demo"), Files.createDirectory(parent.resolve("empty"))}) {
      DemoHome home = new DemoHome(directory);

      home.prepare();

      assertThat(home.landing()).isEmptyDirectory();
      assertThat(home.config()).content().contains(home.landing().toString());
    }
  }

  @Test
  void clearsWhatAnEarlierDemoLeft() throws IOException {
    DemoHome home = new DemoHome(parent.resolve("demo"));
    home.prepare();
    Files.writeString(home.landing().resolve("old.json"), "{}");
    Path table = Files.createDirectories(parent.resolve("demo/home/tables/bronze"));
    Files.writeString(table.resolve("part-0.parquet"), "rows");

    home.prepare();

    assertThat(home.landing()).isEmptyDirectory();
    assertThat(parent.resolve("demo/home")).doesNotExist();
    assertThat(home.config()).isNotEmptyFile();
  }

  @Test
  void refusesADirectoryWithContentThatNoDemoMade() throws IOException {
    Path file = Files.writeString(parent.resolve("thesis.txt"), "mine");
    Path landing = Files.createDirectories(parent.resolve("landing"));
    Path landed = Files.writeString(landing.resolve("rows.json"), "mine");

    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(new DemoHome(parent)::prepare)
        .withMessage(
            "Cannot use %s for the demo: it has other content. Name an empty directory with --home.",
            parent);

    assertThat(file).hasContent("mine");
    assertThat(landed).hasContent("mine");
  }

  @Test
  void refusesToClearADemoThatRuns() throws IOException {
    DemoHome home = new DemoHome(parent.resolve("demo"));
    home.prepare();
    Path landed = Files.writeString(home.landing().resolve("now.json"), "{}");
    long pid = ProcessHandle.current().pid();
    new StatusFile(parent.resolve("demo/home/status.json")).write(running());

    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(home::prepare)
        .withMessage(
            "Cannot use %s for the demo: process %d runs one there. Stop it, or name another directory with --home.",
            parent.resolve("demo"), pid);

    assertThat(landed).exists();
  }

  @Test
  void fileInTheWayIsNamed() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "mine");

    assertThatExceptionOfType(FreshetException.class)
        .isThrownBy(new DemoHome(file)::prepare)
        .withMessageStartingWith("Cannot write to " + file + ": ")
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));

    assertThat(file).hasContent("mine");
  }

  private static RunStatus running() {
    return new RunStatus(
        new RunStatus.Activity(ProcessIdentity.current(), RunStatus.State.RUNNING, Instant.now()),
        new RunStatus.Position("stream", 1, 1, null),
        List.of(),
        new RunStatus.Backlog(0, 0),
        null,
        null,
        new RunStatus.Metrics(Map.of(), Map.of()));
  }
}
