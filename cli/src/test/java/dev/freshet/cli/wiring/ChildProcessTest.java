package dev.freshet.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {

  @TempDir Path directory;

  @Test
  void processHasTheOptionsOfThisOneButItsOwnMemoryAndTemporaryFiles() {
    List<String> command =
        of(
                List.of(
                    "--add-opens=java.base/java.nio=ALL-UNNAMED",
                    "-Xmx8g",
                    "-Djava.io.tmpdir=/elsewhere",
                    "-XX:ArchiveClassesAtExit=/classes.jsa",
                    "-XX:OnOutOfMemoryError=echo . 1<>'/elsewhere/out-of-memory'",
                    "-agentlib:jdwp=transport=dt_socket"),
                Map.of("FRESHET_OPTIMIZE_JAVA_OPTS", "-Xmx2g  -Dkey=value"))
            .command();

    assertThat(command).startsWith("nice", "-n", "10");
    assertThat(command.get(3)).endsWith("java");
    assertThat(command.subList(4, command.indexOf("-cp")))
        .containsExactly(
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-Xmx512m",
            "-XX:+DisplayVMOutputToStderr",
            "-XX:OnOutOfMemoryError=echo . 1<>'"
                + directory.resolve("temporary/out-of-memory")
                + "'",
            "-Djava.io.tmpdir=" + directory.resolve("temporary"),
            "-Xmx2g",
            "-Dkey=value");
    assertThat(command)
        .endsWith("dev.freshet.cli.Freshet", "optimize", "--watch", "-f", "my pipeline.yaml");
  }

  @Test
  void launcherGivesTheProcessAClassPathAndAnArchiveOfItsOwn() {
    Map<String, String> properties =
        Map.of(
            "freshet.child.class-path", "/light.jar:/more.jar",
            "freshet.child.class-archive", "/light.jsa");
    List<String> command;
    properties.forEach(System::setProperty);
    try {
      command = of(List.of("-XX:SharedArchiveFile=/spark.jsa"), Map.of()).command();
    } finally {
      properties.keySet().forEach(System::clearProperty);
    }

    assertThat(command)
        .contains("-XX:SharedArchiveFile=/light.jsa")
        .doesNotContain("-XX:SharedArchiveFile=/spark.jsa")
        .containsSequence("-cp", "/light.jar:/more.jar", "dev.freshet.cli.Freshet", "optimize");
  }

  @Test
  void leftoversOfAKilledProcessAreRemovedAndALargeLogIsRenamed() throws Exception {
    Path left = directory.resolve("temporary").resolve("deep").resolve("library.so");
    Files.createDirectories(left.getParent());
    Files.writeString(left, "unpacked");
    Files.write(log(), new byte[5 << 20]);

    startTrue();

    assertThat(left).doesNotExist();
    assertThat(directory.resolve("temporary").resolve("deep")).doesNotExist();
    assertThat(log()).isEmptyFile();
    assertThat(directory.resolve("optimize.log.1")).hasSize(5 << 20);
  }

  @Test
  void logIsContinuedAfterThatOfTheProcessBefore() throws Exception {
    Files.writeString(log(), "before\n");

    startTrue();

    assertThat(log()).hasContent("before\n");
  }

  @Test
  void processThatEndsSaysWhatToDo() {
    ChildProcess process =
        new ChildProcess(
            ChildRole.OPTIMIZE,
            List.of("true"),
            directory.resolve("temporary"),
            Optional.of(log()));

    assertThat(process.inWords(4))
        .isEqualTo("exit code 4, Java's memory was full: raise -Xmx in FRESHET_OPTIMIZE_JAVA_OPTS");
    assertThat(process.inWords(137)).startsWith("exit code 137, killed, by the system if memory");
    assertThat(process.inWords(134)).endsWith("its last messages are in " + log());
    assertThat(process.inWords(1)).isEqualTo("exit code 1, see " + log());
  }

  private void startTrue() throws IOException, InterruptedException {
    ChildProcess process =
        new ChildProcess(
            ChildRole.OPTIMIZE,
            List.of("true"),
            directory.resolve("temporary"),
            Optional.of(log()));
    assertThat(process.start().waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  private ChildProcess of(List<String> options, Map<String, String> environment) {
    return ChildProcess.of(
        ChildRole.OPTIMIZE,
        options,
        environment,
        directory.resolve("temporary"),
        List.of("--watch", "-f", "my pipeline.yaml"),
        Optional.of(log()));
  }

  private Path log() {
    return directory.resolve("optimize.log");
  }
}
