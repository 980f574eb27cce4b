package dev.freshet.cli.damage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cli.damage.CaseResult.Outcome;
import dev.freshet.pipeline.session.JvmOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts {@link DamageProbe} until all of its cases are done. */
final class ProbeProcess {

  /** A verb may end its process by native code this often; then it must go on without that file. */
  private static final int ABORTS_MAX = 2;

  private final Path directory;
  private final Path work;

  /**
   * @param directory of the healthy homes
   * @param work for the copies and the output of the processes
   */
  ProbeProcess(Path directory, Path work) {
    this.directory = directory;
    this.work = work;
  }

  /** Makes the healthy homes. */
  void makeHomes() throws Exception {
    Files.createDirectories(work);
    assertThat(run(directory.toString())).as("see %s", work).isZero();
  }

  /** Examines the cases; the result of each stands at its position. */
  List<CaseResult> examine(List<DamageCase> cases) throws Exception {
    Files.createDirectories(work);
    Files.write(work.resolve("cases"), cases.stream().map(DamageCase::line).toList());
    Files.deleteIfExists(work.resolve("journal"));
    Map<Integer, CaseResult> results = new HashMap<>();
    int number = 0;
    int verb = 0;
    int aborts = 0;
    while (number < cases.size()) {
      int exit = run(directory.toString(), work.toString(), "" + number, "" + verb);
      int[] begun = {number, verb};
      read(results, begun);
      if (exit == 0) {
        break;
      }
      boolean again = begun[0] == number && begun[1] == verb;
      aborts = again ? aborts + 1 : 1;
      number = begun[0];
      verb = begun[1];
      if (exit == DamageProbe.HUNG || aborts > ABORTS_MAX) {
        results.put(
            number,
            new CaseResult(
                Outcome.WRONG,
                "%s ended its process with %d".formatted(DamageProbe.verb(verb), exit)));
        number++;
        verb = 0;
        aborts = 0;
      }
    }
    List<CaseResult> inOrder = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      inOrder.add(results.getOrDefault(i, new CaseResult(Outcome.WRONG, "not examined")));
    }
    return inOrder;
  }

  /** Takes what the journal says: results, and the verb that was begun last. */
  private void read(Map<Integer, CaseResult> results, int[] begun) throws IOException {
    for (String line : Files.readAllLines(work.resolve("journal"))) {
      String[] parts = line.split(" ", 4);
      int number = Integer.parseInt(parts[1]);
      if (parts[0].equals("begin")) {
        begun[0] = number;
        begun[1] = Integer.parseInt(parts[2]);
      } else {
        results.put(number, new CaseResult(Outcome.valueOf(parts[2]), parts[3]));
        begun[0] = number + 1;
        begun[1] = 0;
      }
    }
  }

  private int run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmOptions.all());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Xmx1g",
            "-XX:-CreateCoredumpOnCrash",
            "-Djava.io.tmpdir=" + Files.createDirectories(work.resolve("tmp")),
            "-cp",
            System.getProperty("java.class.path"),
            DamageProbe.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
    builder.environment().put("FRESHET_LOG_LEVEL", "error");
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(work.resolve("log").toFile()));
    builder.redirectErrorStream(true);
    Process process = builder.start();
    try {
      process.waitFor(2, TimeUnit.HOURS);
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
