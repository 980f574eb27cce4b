package dev.freshet.cli.wiring;

import dev.freshet.cli.answer.ExitCode;
import dev.freshet.home.process.OutOfMemory;
import dev.freshet.home.process.ProcessSupervisor;
import dev.freshet.home.process.RestartPolicy;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A verb in a child process: it is started by the same Java and with the same options as this one,
 * but without Spark on its class path, and with its own heap and temporary directory.
 *
 * @param role what it is for
 * @param command the whole command line
 * @param temporary its temporary directory, emptied at every start
 * @param log the file of its output; empty for this process's stderr
 */
record ChildProcess(ChildRole role, List<String> command, Path temporary, Optional<Path> log)
    implements ProcessSupervisor.Launch {

  private static final int SIGNALLED = 128;
  private static final int SIGABRT = 6;
  private static final int SIGKILL = 9;

  /** A log above this size is renamed to {@code <name>.1} when the process starts. */
  private static final long LOG_BYTES_MAX = 4L << 20;

  /** The launcher sets it to the class path of child processes, which has no Spark. */
  private static final String CLASS_PATH = "freshet.child.class-path";

  /** The class data archive of that class path; the JVM ignores a missing one. */
  private static final String CLASS_ARCHIVE = "freshet.child.class-archive";

  private static final String MAIN = "dev.freshet.cli.Freshet";

  /** Options of this process that a child must not have. */
  private static final List<String> OWN =
      List.of(
          "-Xmx",
          "-Xms",
          "-XX:ArchiveClassesAtExit",
          "-XX:SharedArchiveFile",
          "-Djava.io.tmpdir=",
          "-Dspark.",
          "-agentlib:",
          "-javaagent:",
          "-Xlog:class+load",
          "-XX:OnOutOfMemoryError=",
          "-XX:+DisplayVMOutputToStderr");

  ChildProcess {
    command = List.copyOf(command);
  }

  /**
   * The process of a role.
   *
   * @param arguments of the verb
   */
  static ChildProcess of(ChildRole role, List<String> arguments, Optional<Path> log) {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"), role.verb());
    return of(
        role,
        ManagementFactory.getRuntimeMXBean().getInputArguments(),
        System.getenv(),
        temporary,
        arguments,
        log);
  }

  /**
   * As {@link #of(ChildRole, List, Path)}, of a process with these JVM options and this
   * environment.
   *
   * @param jvmOptions of this process, argument files resolved
   */
  static ChildProcess of(
      ChildRole role,
      List<String> jvmOptions,
      Map<String, String> environment,
      Path temporary,
      List<String> arguments,
      Optional<Path> log) {
    List<String> command = new ArrayList<>(role.before());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    jvmOptions.stream()
        .filter(option -> OWN.stream().noneMatch(option::startsWith))
        .forEach(command::add);
    command.add(role.heap());
    command.addAll(OutOfMemory.jvmOptions(temporary));
    command.add("-Djava.io.tmpdir=" + temporary);
    Stream.of(environment.getOrDefault(role.optionsVariable(), "").split(" +"))
        .filter(option -> !option.isEmpty())
        .forEach(command::add);
    String archive = System.getProperty(CLASS_ARCHIVE);
    if (archive != null) {
      command.add("-XX:SharedArchiveFile=" + archive);
    }
    String classPath = System.getProperty(CLASS_PATH, System.getProperty("java.class.path"));
    command.addAll(List.of("-cp", classPath, MAIN, role.verb()));
    command.addAll(arguments);
    return new ChildProcess(role, command, temporary, log);
  }

  @Override
  public String name() {
    return role.verb();
  }

  @Override
  public RestartPolicy restart() {
    return role.restart();
  }

  /** A new start does not correct a wrong configuration. */
  @Override
  public boolean isFinal(int exitCode) {
    return role == ChildRole.SERVE && exitCode == ExitCode.USAGE;
  }

  @Override
  public Process start() throws IOException {
    // A process that was killed leaves the files that its native library unpacked.
    new FileTree(temporary).delete();
    Files.createDirectories(temporary);
    OutOfMemory.makePipe(temporary);
    ProcessBuilder process = new ProcessBuilder(command);
    if (log.isEmpty()) {
      return process.redirectOutput(Redirect.DISCARD).redirectError(Redirect.INHERIT).start();
    }
    Files.createDirectories(log.get().toAbsolutePath().getParent());
    rotate(log.get());
    return process
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(log.get().toFile()))
        .start();
  }

  @Override
  public String inWords(int exitCode) {
    return "exit code "
        + exitCode
        + switch (exitCode) {
          case ExitCode.OUT_OF_MEMORY ->
              ", Java's memory was full: raise -Xmx in " + role.optionsVariable();
          case SIGNALLED + SIGKILL ->
              ", killed, by the system if memory was short: " + role.onNativeMemory();
          case SIGNALLED + SIGABRT ->
              ", the native library aborted the process: its last messages are in "
                  + lastMessages();
          default -> ", see " + lastMessages();
        };
  }

  private String lastMessages() {
    return log.map(Path::toString).orElse("the messages above");
  }

  private static void rotate(Path log) throws IOException {
    if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
      Path older = log.resolveSibling(log.getFileName() + ".1");
      Files.move(log, older, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
