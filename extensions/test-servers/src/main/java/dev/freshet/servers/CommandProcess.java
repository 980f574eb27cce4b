package dev.freshet.servers;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The command of Freshet in a process of its own, with the class path of this one. Its output goes
 * to files.
 */
public final class CommandProcess implements AutoCloseable {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("LANCE_CPU_THREADS", "4", "LC_ALL", "C.UTF-8", "SPARK_LOCAL_IP", "127.0.0.1");

  private final Process process;
  private final Path out;
  private final Path err;

  private CommandProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * How a process ended.
   *
   * @param exit its exit code
   * @param out what it wrote to stdout
   * @param err what it wrote to stderr
   */
  public record Ended(int exit, String out, String err) {}

  /**
   * Starts a verb.
   *
   * @param directory for its output
   * @param environment more variables
   */
  public static CommandProcess start(
      Path directory, Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(each -> each.startsWith("--") || each.startsWith("-Dio.netty"))
        .forEach(command::add);
    command.add("-XX:+IgnoreUnrecognizedVMOptions");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Xmx1g");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.freshet.cli.Freshet");
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(ENVIRONMENT);
    builder.environment().putAll(environment);
    return new CommandProcess(
        builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
  }

  /**
   * Waits for its end.
   *
   * @throws IOException if it does not end in time; it is killed then
   */
  public Ended await(Duration limit) throws IOException, InterruptedException {
    if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
      close();
      throw new IOException("It did not end within " + limit + ": " + Files.readString(err));
    }
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** Kills it, if it runs. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
