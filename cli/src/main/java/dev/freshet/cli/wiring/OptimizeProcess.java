package dev.freshet.cli.wiring;

import dev.freshet.pipeline.maintenance.ProcessSupervisor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How {@code optimize --watch} is started as a process beside this one: by the same Java, class
 * path and options, with a heap and a temporary directory of its own, and behind it in the queue
 * for the processor. What it prints goes to a log.
 *
 * @param command the whole command line
 * @param temporary its temporary directory, made anew at every start
 * @param log where its output goes
 */
record OptimizeProcess(List<String> command, Path temporary, Path log)
    implements ProcessSupervisor.Launch {

  /** Maintenance can wait, a backlog cannot: it gets what the pipeline leaves of the processor. */
  private static final List<String> BEHIND = List.of("nice", "-n", "10");

  /** Java's heap alone: indexes are built outside of it. */
  private static final String HEAP = "-Xmx512m";

  /** With this exit code, so that its parent can tell. */
  private static final String EXIT_WITHOUT_HEAP = "-XX:+ExitOnOutOfMemoryError";

  private static final int OUT_OF_HEAP = 3;
  private static final int SIGNALLED = 128;
  private static final int SIGABRT = 6;
  private static final int SIGKILL = 9;

  /** More options for the JVM of the process. */
  private static final String OPTIONS = "FRESHET_OPTIMIZE_JAVA_OPTS";

  /** A log of more than this is put aside when the process starts. */
  private static final long LOG_BYTES_MAX = 4L << 20;

  private static final String MAIN = "dev.freshet.cli.Freshet";

  /** Options of this process that are no good for a second one. */
  private static final List<String> OWN =
      List.of(
          "-Xmx",
          "-Xms",
          "-XX:ArchiveClassesAtExit",
          "-Djava.io.tmpdir=",
          "-Dspark.",
          "-agentlib:",
          "-javaagent:",
          "-Xlog:class+load",
          EXIT_WITHOUT_HEAP);

  OptimizeProcess {
    command = List.copyOf(command);
  }

  /** The process that maintains the vector table of the configuration in {@code file}. */
  static OptimizeProcess of(Path file, Path log) {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"), "optimize");
    return of(
        ManagementFactory.getRuntimeMXBean().getInputArguments(),
        System.getenv(),
        temporary,
        file,
        log);
  }

  /**
   * As {@link #of(Path, Path)}, of a process with these JVM options and this environment.
   *
   * @param jvmOptions of this process, argument files resolved
   */
  static OptimizeProcess of(
      List<String> jvmOptions,
      Map<String, String> environment,
      Path temporary,
      Path file,
      Path log) {
    List<String> command = new ArrayList<>(BEHIND);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    jvmOptions.stream()
        .filter(option -> OWN.stream().noneMatch(option::startsWith))
        .forEach(command::add);
    command.add(HEAP);
    command.add(EXIT_WITHOUT_HEAP);
    command.add("-Djava.io.tmpdir=" + temporary);
    Stream.of(environment.getOrDefault(OPTIONS, "").split(" +"))
        .filter(option -> !option.isEmpty())
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
    command.addAll(List.of("optimize", "--watch", "--supervised", "-f", file.toString()));
    return new OptimizeProcess(command, temporary, log);
  }

  @Override
  public Process start() throws IOException {
    makeAnew(temporary);
    putAside(log);
    ProcessBuilder.Redirect output = ProcessBuilder.Redirect.appendTo(log.toFile());
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
  }

  @Override
  public String inWords(int exitCode) {
    return "exit code "
        + exitCode
        + switch (exitCode) {
          case OUT_OF_HEAP -> ", Java's heap was full: raise -Xmx in " + OPTIONS;
          case SIGNALLED + SIGKILL ->
              ", killed, by the system if memory was short: native memory is beside -Xmx and grows"
                  + " with the rows indexed at once; grant more, or see optimize.mode";
          case SIGNALLED + SIGABRT -> ", the native library gave up: its last words are in " + log;
          default -> ", see " + log;
        };
  }

  /** A process that was killed left what its native library unpacked. */
  private static void makeAnew(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> content = Files.walk(directory)) {
        for (Path each : content.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(each);
        }
      }
    }
    Files.createDirectories(directory);
  }

  private static void putAside(Path log) throws IOException {
    if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
      Path older = log.resolveSibling(log.getFileName() + ".1");
      Files.move(log, older, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
