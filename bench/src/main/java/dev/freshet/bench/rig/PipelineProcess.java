package dev.freshet.bench.rig;

import dev.freshet.cli.config.PipelineYaml;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.home.PipelineHome;
import dev.freshet.home.report.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A pipeline with an empty home and {@code ./freshet run} on it, in a process of its own with the
 * launcher's defaults. Records are {@code id} and {@code body}; the body is what is embedded.
 */
public final class PipelineProcess implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration OPTIMIZE_LIMIT = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(10);

  private final Path root;
  private final Path directory;
  private final Path file;
  private final FreshetConfig config;
  private final Map<String, String> environment;
  private Optional<Process> process = Optional.empty();

  private PipelineProcess(Path root, Path directory, Path file, Map<String, String> environment) {
    this.root = root;
    this.environment = environment;
    this.directory = directory;
    this.file = file;
    this.config = new PipelineYaml(name -> null).read(file);
  }

  /**
   * A pipeline that does not run yet.
   *
   * @param root the checkout, built
   */
  public static PipelineProcess create(Path root) throws IOException {
    return create(root, "");
  }

  /**
   * A pipeline that does not run yet.
   *
   * @param root the checkout, built
   * @param settings more lines of its configuration
   */
  public static PipelineProcess create(Path root, String settings) throws IOException {
    return create(root, "source: { path: ./landing }\n" + settings, Map.of());
  }

  /**
   * A pipeline that does not run yet.
   *
   * @param root the checkout, built
   * @param settings lines of its configuration, {@code source} among them
   * @param environment variables to which they refer
   */
  public static PipelineProcess create(Path root, String settings, Map<String, String> environment)
      throws IOException {
    Path directory = Files.createTempDirectory("freshet-bench-");
    Files.createDirectories(directory.resolve("landing"));
    Files.createDirectories(directory.resolve("spark").resolve("jars"));
    Path file = directory.resolve("pipeline.yaml");
    Files.writeString(
        file,
        """
        name: bench
        record: { key: [id] }
        document: { text: "{body}" }
        """
            + settings);
    return new PipelineProcess(root, directory, file, environment);
  }

  /**
   * Runs a pipeline of one record to its end: the first start after a build makes the class data
   * archive that later ones start with.
   */
  public static void warmUp(Path root) throws IOException, InterruptedException {
    try (PipelineProcess run = create(root)) {
      run.landAll(List.of("warm-up"), 1);
      run.start(List.of(), "--once");
      await("the warm-up has ended", START_LIMIT, run::hasEnded);
    }
  }

  public FreshetConfig config() {
    return config;
  }

  /** A directory for what belongs to this pipeline, such as its log. */
  public Path directory() {
    return directory;
  }

  /** Lands a file of whole lines; it has its name at once or not at all. */
  public void land(String name, String lines) throws IOException {
    Path hidden = Files.writeString(directory.resolve(name + ".part"), lines);
    Files.move(hidden, directory.resolve("landing").resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Lands texts in files of {@code rows} records; the key of each is its number. */
  public void landAll(List<String> texts, int rows) throws IOException {
    for (int from = 0; from < texts.size(); from += rows) {
      StringBuilder lines = new StringBuilder();
      for (int i = from; i < Math.min(texts.size(), from + rows); i++) {
        lines.append(line(Integer.toString(i), texts.get(i)));
      }
      land("%06d-%d.json".formatted(from, System.nanoTime()), lines.toString());
    }
  }

  /** A record as a line. */
  public static String line(String id, String body) throws IOException {
    return RawResult.json(Map.of("id", id, "body", body)) + "\n";
  }

  /**
   * Starts the process.
   *
   * @param javaOptions more options for its JVM
   */
  public void start(List<String> javaOptions, String... arguments) throws IOException {
    List<String> command = command("run");
    command.addAll(List.of(arguments));
    start(command, javaOptions);
  }

  /** Starts maintenance of its table instead, as {@code run} starts it beside itself. */
  public void startOptimize() throws IOException {
    List<String> command = new ArrayList<>(List.of("nice", "-n", "10"));
    command.addAll(command("optimize"));
    command.add("--watch");
    start(command, List.of("-Xmx512m"));
  }

  /** Maintains its table once, as far as anything is due, and waits for the end. */
  public void optimizeOnce() throws IOException, InterruptedException {
    start(command("optimize"), List.of());
    await("maintenance has ended", OPTIMIZE_LIMIT, this::hasEnded);
  }

  /** Whether {@code verify} finds the table to hold exactly what landed; waits for its end. */
  public boolean verifies() throws IOException, InterruptedException {
    Process verify = launch(command("verify"), List.of());
    if (!verify.waitFor(OPTIMIZE_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      verify.destroyForcibly();
      throw new IllegalStateException("Verification did not end");
    }
    return verify.exitValue() == 0;
  }

  /**
   * Starts its search server, beside its other processes.
   *
   * @return the process, which the caller ends
   */
  public Process startServer(int port) throws IOException {
    List<String> command = command("serve");
    command.addAll(List.of("--port", Integer.toString(port)));
    return launch(command, List.of());
  }

  private List<String> command(String verb) {
    return new ArrayList<>(
        List.of(root.resolve("freshet").toString(), verb, "-f", file.toString()));
  }

  private void start(List<String> command, List<String> javaOptions) throws IOException {
    process = Optional.of(launch(command, javaOptions));
  }

  private Process launch(List<String> command, List<String> javaOptions) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.environment().put("FRESHET_JAVA_OPTS", String.join(" ", javaOptions));
    // Spark asks for both before it starts an executor, and finds all classes on the class path.
    builder.environment().put("SPARK_HOME", directory.resolve("spark").toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("run.log").toFile()))
        .start();
  }

  /** The newest status report of the process. */
  public Optional<RunStatus> status() {
    return new PipelineHome(config).report();
  }

  public boolean isRunning() {
    return status().filter(each -> each.state() == RunStatus.State.RUNNING).isPresent();
  }

  public boolean hasEnded() {
    return process.filter(Process::isAlive).isEmpty();
  }

  /** Resident memory of the process; 0 if it is unknown. */
  public long residentMb() {
    return residentMb(process.map(Process::pid).orElse(0L));
  }

  /** Resident memory of any process; 0 if it is unknown. */
  public static long residentMb(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException unknown) {
      return 0;
    }
  }

  /**
   * Waits.
   *
   * @throws IllegalStateException if it lasts longer than {@code limit}
   */
  public static void await(String what, Duration limit, BooleanSupplier condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("Waited for " + limit + ", but not yet: " + what);
      }
      TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
    }
  }

  /** Kills the process. */
  public void kill() throws InterruptedException {
    if (process.isPresent()) {
      process.get().destroyForcibly().waitFor();
    }
  }

  /** Stops the process, which ends its batch before, and waits until it has ended. */
  @Override
  public void close() throws IOException {
    if (process.isEmpty()) {
      return;
    }
    process.get().destroy();
    try {
      if (!process.get().waitFor(60, TimeUnit.SECONDS)) {
        process.get().destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      process.get().destroyForcibly();
    }
  }
}
