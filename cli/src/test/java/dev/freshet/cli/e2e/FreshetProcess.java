package dev.freshet.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.pipeline.session.JvmOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The command in a process of its own, started as the launcher starts it: from the jars of this
 * build. Its output goes to files in the directory it is given.
 */
final class FreshetProcess implements AutoCloseable {

  private static final long LIMIT_SECONDS = 240;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Path out;
  private final Path err;

  private FreshetProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** How a process ended. */
  record Ended(int exit, String out, String err) {

    /** The one JSON object on stdout. */
    JsonNode json() {
      try {
        return JSON.readTree(out);
      } catch (IOException e) {
        throw new AssertionError("no JSON: " + out, e);
      }
    }

    Ended expectExit(int expected) {
      assertThat(exit).as("exit code; stderr: %s; stdout: %s", err, out).isEqualTo(expected);
      return this;
    }
  }

  /**
   * Starts a verb.
   *
   * @param directory for output, temporary files and the class data archive, which the first
   *     process in it that ends normally writes and later ones start faster with
   */
  static FreshetProcess start(Path directory, String... arguments) throws IOException {
    List<String> options = new ArrayList<>(List.of(archive(directory)));
    options.addAll(List.of("-cp", shippedClassPath(), "dev.freshet.cli.Freshet"));
    options.addAll(Arrays.asList(arguments));
    return startJava(directory, options);
  }

  /**
   * Starts Java with what every process of Freshet is given, and {@code arguments} behind it.
   *
   * @param directory for output and temporary files
   */
  static FreshetProcess startJava(Path directory, List<String> arguments) throws IOException {
    Path own = Files.createTempDirectory(Files.createDirectories(directory), "process-");
    Path out = own.resolve("out");
    Path err = own.resolve("err");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmOptions.all());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx700m",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.io.tmpdir=" + own));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LANCE_LOG", "error");
    builder.environment().put("FRESHET_LOG_LEVEL", "info");
    builder.redirectOutput(out.toFile());
    builder.redirectError(err.toFile());
    return new FreshetProcess(builder.start(), out, err);
  }

  /** Runs a verb to its end. */
  static Ended execute(Path directory, String... arguments) throws Exception {
    try (FreshetProcess process = start(directory, arguments)) {
      return process.awaitEnd();
    }
  }

  private static String archive(Path directory) {
    Path archive = directory.resolve("classes.jsa");
    return Files.exists(archive)
        ? "-XX:SharedArchiveFile=" + archive
        : "-XX:ArchiveClassesAtExit=" + archive;
  }

  /** What the launcher puts on the class path. */
  static String shippedClassPath() throws IOException {
    Path target = Path.of("target").toAbsolutePath();
    try (Stream<Path> files = Files.list(target)) {
      Path jar =
          files
              .filter(
                  file ->
                      file.getFileName().toString().matches("freshet-cli-[^-]+(-SNAPSHOT)?\\.jar"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no jar in " + target));
      return jar + ":" + Files.readString(target.resolve("launch").resolve("classpath")).strip();
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  Ended awaitEnd() throws Exception {
    assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
        .as("process ended within %s s; stderr: %s", LIMIT_SECONDS, Files.readString(err))
        .isTrue();
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** As Ctrl-C or a service manager ends it. */
  Ended terminate() throws Exception {
    process.destroy();
    return awaitEnd();
  }

  String errors() throws IOException {
    return Files.readString(err);
  }

  /** {@code kill -9}. */
  void kill() throws Exception {
    process.destroyForcibly();
    awaitEnd();
  }

  @Override
  public void close() throws Exception {
    if (process.isAlive()) {
      kill();
    }
  }
}
