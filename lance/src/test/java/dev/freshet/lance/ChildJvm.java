package dev.freshet.lance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM that runs the {@code main} of a test class, which reports by lines on standard output. */
public final class ChildJvm implements AutoCloseable {

  private final Process process;
  private final Path reports;

  private ChildJvm(Process process, Path reports) {
    this.process = process;
    this.reports = reports;
  }

  /** Starts {@code main} with its files and log below {@code directory}. */
  public static ChildJvm start(Path directory, Class<?> main, String... arguments)
      throws IOException {
    return start(List.of(), directory, main, arguments);
  }

  /**
   * Starts {@code main} by another program.
   *
   * @param wrapper the program and its arguments; the command of the JVM follows them
   */
  public static ChildJvm start(
      List<String> wrapper, Path directory, Class<?> main, String... arguments) throws IOException {
    Path reports = Files.createTempFile(directory, "reports", ".txt");
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:ErrorFile=" + directory.resolve("hs_err.log"),
            "-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp")),
            "-Dfreshet.test.long=" + Boolean.getBoolean("freshet.test.long"),
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectOutput(reports.toFile());
    builder.redirectError(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()));
    return new ChildJvm(builder.start(), reports);
  }

  /** Waits until the process has reported at least {@code lines} whole lines. */
  public List<String> awaitLines(int lines) throws IOException, InterruptedException {
    for (int waits = 0; lines().size() < lines; waits++) {
      assertThat(waits).as("waits of 10 ms for a report").isLessThan(6_000);
      assertThat(process.waitFor(10, TimeUnit.MILLISECONDS))
          .as("the process has ended by itself; see the log beside %s", reports)
          .isFalse();
    }
    return lines();
  }

  /** Waits for the end and returns the exit status. */
  public int awaitEnd() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the process ended").isTrue();
    return process.exitValue();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The whole lines reported so far. */
  public List<String> lines() throws IOException {
    String text = Files.readString(reports);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  /** Kills the process with SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  /** Asks the process to end with SIGTERM. */
  public void end() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
