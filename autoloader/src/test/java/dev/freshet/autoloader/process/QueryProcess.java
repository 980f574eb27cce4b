package dev.freshet.autoloader.process;

import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A query of the source {@code autoloader} with the format {@code envelope}, in a process of its
 * own, which may be killed. Its files are below a directory of its own.
 */
public final class QueryProcess implements AutoCloseable {
  /** Where its batches are, a file each. */
  public static final String SINK = "sink";

  static final String CHECKPOINT = "checkpoint";
  static final String OPTIONS = "options.properties";

  /** Where its file log is. */
  public static final String FILE_LOG = CHECKPOINT + "/sources/0/filelog";

  private final Path home;
  private final Process process;

  private QueryProcess(Path home, Process process) {
    this.home = home;
    this.process = process;
  }

  /** A row: the path of its file and its text. */
  public record Line(String path, String value) {}

  /**
   * Starts it.
   *
   * @param home goes on where the process before with this directory ended
   * @param options of the source, {@code path} among them
   * @param once whether it ends by itself when everything that has landed is read
   */
  public static QueryProcess start(Path home, Map<String, String> options, boolean once)
      throws IOException {
    Properties file = new Properties();
    file.putAll(options);
    try (Writer out = Files.newBufferedWriter(home.resolve(OPTIONS))) {
      file.store(out, null);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx600m",
            "-cp",
            System.getProperty("java.class.path"),
            SinkQuery.class.getName(),
            home.toString(),
            once ? "once" : "on"));
    return new QueryProcess(
        home,
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("output").toFile())
            .start());
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Waits for its end.
   *
   * @return its exit code
   * @throws IllegalStateException if it does not end in time; it is killed then
   */
  public int await(Duration limit) throws InterruptedException, IOException {
    if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
      close();
      throw new IllegalStateException("It did not end within " + limit + ": " + output());
    }
    return process.exitValue();
  }

  /** What it has said. */
  public String output() throws IOException {
    return Files.readString(home.resolve("output"));
  }

  /** Kills it by SIGKILL, if it runs, and waits for its end. */
  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /**
   * The first row of each file that was read, by its sequence.
   *
   * @throws IllegalStateException if a sequence is there twice
   */
  public static SortedMap<Long, Line> lines(Path home) throws IOException {
    SortedMap<Long, Line> lines = new TreeMap<>();
    for (String name : names(home.resolve(SINK))) {
      if (name.startsWith(".")) {
        continue;
      }
      for (String line : Files.readAllLines(home.resolve(SINK).resolve(name))) {
        String[] parts = line.split("\t", 3);
        if (lines.put(Long.parseLong(parts[0]), new Line(parts[1], parts[2])) != null) {
          throw new IllegalStateException("Sequence " + parts[0] + " is in two batches.");
        }
      }
    }
    return lines;
  }

  /** Names of the files in a directory; none if there is no directory. */
  public static List<String> names(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
