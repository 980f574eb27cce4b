package dev.freshet.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.home.process.OutOfMemory;
import dev.freshet.pipeline.session.JvmOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The command in a process of its own, started as the launcher starts it: from the jars of this
 * build. Its output goes to files in the directory it is given.
 */
final class FreshetProcess implements AutoCloseable {

  private static final long LIMIT_SECONDS = 240;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String ARCHIVE = "classes.jsa";
  private static final String OUT = "out";
  private static final String ERR = "err";

  private final Process process;
  private final Optional<LaunchClassPath> classPath;
  private final Path own;
  private final Path out;
  private final Path err;

  private FreshetProcess(Process process, Optional<LaunchClassPath> classPath, Path own) {
    this.process = process;
    this.classPath = classPath;
    this.own = own;
    this.out = own.resolve(OUT);
    this.err = own.resolve(ERR);
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
   * Starts a verb with the class path and the class archive that the launcher would give it.
   *
   * @param directory for output and temporary files
   */
  static FreshetProcess start(Path directory, String... arguments) throws IOException {
    return start(directory, List.of(), arguments);
  }

  /** As {@link #start(Path, String...)}, with more options for the JVM. */
  static FreshetProcess start(Path directory, List<String> options, String... arguments)
      throws IOException {
    String verb = arguments[0];
    LaunchClassPath classPath = LaunchClassPath.of(verb);
    Path own = ownDirectory(directory);
    List<String> command = new ArrayList<>(classPath.archiveOptions(verb, own.resolve(ARCHIVE)));
    command.addAll(LaunchClassPath.LIGHT.childOptions());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath.text(), "dev.freshet.cli.Freshet"));
    command.addAll(Arrays.asList(arguments));
    return new FreshetProcess(java(own, command), Optional.of(classPath), own);
  }

  /**
   * Starts Java with what every process of Freshet is given, and {@code arguments} behind it.
   *
   * @param directory for output and temporary files
   */
  static FreshetProcess startJava(Path directory, List<String> arguments) throws IOException {
    Path own = ownDirectory(directory);
    return new FreshetProcess(java(own, arguments), Optional.empty(), own);
  }

  private static Path ownDirectory(Path directory) throws IOException {
    return Files.createTempDirectory(Files.createDirectories(directory), "process-");
  }

  private static Process java(Path own, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmOptions.all());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx700m", "-Djava.io.tmpdir=" + own));
    command.addAll(OutOfMemory.jvmOptions(own));
    OutOfMemory.makePipe(own);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LANCE_LOG", "error");
    builder.environment().put("FRESHET_LOG_LEVEL", "info");
    builder.redirectOutput(own.resolve(OUT).toFile());
    builder.redirectError(own.resolve(ERR).toFile());
    return builder.start();
  }

  /** Runs a verb to its end. */
  static Ended execute(Path directory, String... arguments) throws Exception {
    try (FreshetProcess process = start(directory, arguments)) {
      return process.awaitEnd();
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
    if (process.exitValue() == 0) {
      classPath.ifPresent(each -> each.keepArchive(own.resolve(ARCHIVE)));
    }
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** Ends it like Ctrl-C or a service manager. */
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
