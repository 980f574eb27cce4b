package dev.freshet.bench.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a {@link ContenderTrial} in its own process, and kills it when it takes too long. */
final class ContenderProcess {

  /** The longest load, without the time for each row. */
  private static final long LOAD_LIMIT_S = 120;

  private static final int ROWS_PER_SECOND_MIN = 500;

  private final ContenderTrial.Task task;

  ContenderProcess(ContenderTrial.Task task) {
    this.task = task;
  }

  /**
   * Runs it.
   *
   * @throws IOException if it fails or takes too long; its messages are on the standard error
   *     stream
   */
  ContenderReport run() throws IOException, InterruptedException {
    Path work = Path.of(task.places().work());
    Path asked = work.resolve("task.json");
    Path report = work.resolve("report.json");
    ContenderTrial.JSON.writeValue(asked.toFile(), task);
    Process process = new ProcessBuilder(command(asked, report)).inheritIO().start();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(limitSeconds());
    List<ProcessHandle> started = List.of();
    try {
      // Its descendants cannot be listed any more once it has ended.
      while (!process.waitFor(1, TimeUnit.SECONDS)) {
        started = process.descendants().toList();
        if (System.nanoTime() > deadline) {
          throw new IOException(task.kind().label() + " took longer than " + limitSeconds() + " s");
        }
      }
    } finally {
      started.forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    if (!Files.exists(report)) {
      throw new IOException(task.kind().label() + " ended with " + process.exitValue());
    }
    return ContenderTrial.JSON.readValue(report.toFile(), ContenderReport.class);
  }

  private long limitSeconds() {
    long stages = 2L * task.options().stages().size() * (task.options().loops().seconds() + 60L);
    return 2 * (LOAD_LIMIT_S + task.rows() / ROWS_PER_SECOND_MIN) + stages;
  }

  private List<String> command(Path asked, Path report) {
    boolean other = !task.kind().isOurs() && !task.options().peerJava().isEmpty();
    String home = other ? task.options().peerJava() : System.getProperty("java.home");
    List<String> command = new ArrayList<>();
    command.add(Path.of(home, "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    if (other) {
      command.add("--add-modules=jdk.incubator.vector");
    }
    command.add("-Xmx" + task.kind().heapMb(task.rows()) + "m");
    // Unpacked native libraries go away with the directory.
    command.add("-Djava.io.tmpdir=" + task.places().work());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ContenderTrial.class.getName(), asked.toString(), report.toString()));
    return command;
  }
}
