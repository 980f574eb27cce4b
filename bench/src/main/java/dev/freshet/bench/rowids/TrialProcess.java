package dev.freshet.bench.rowids;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a {@link Trial} in a process of its own and ends it when it makes no progress. */
final class TrialProcess {

  private static final long SILENCE_MAX_MS = 60_000;
  private static final long TIME_MAX_MS = 180_000;

  private final Variant variant;
  private final Trial.Kind kind;

  TrialProcess(Variant variant, Trial.Kind kind) {
    this.variant = variant;
    this.kind = kind;
  }

  /**
   * @param end how the trial ended, in words
   * @param seconds it took
   */
  record Outcome(
      Variant variant, Trial.Kind kind, String end, double seconds, TrialReport report) {}

  Outcome run() throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("row-ids-");
    try {
      Path file = directory.resolve("report.json");
      long started = System.nanoTime();
      Process process = start(directory, file);
      String end;
      try {
        end = await(process, file);
      } finally {
        process.destroyForcibly().waitFor();
      }
      double seconds = (System.nanoTime() - started) / 1e9;
      if (!Files.exists(file)) {
        throw new IOException(
            "Cannot try "
                + variant
                + ": its process "
                + end
                + " before it began. See its output above.");
      }
      TrialReport report = TrialLog.read(file);
      return new Outcome(variant, kind, describe(end, report), seconds, report);
    } finally {
      delete(directory);
    }
  }

  private Process start(Path directory, Path file) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    // The native library is unpacked there, and stays there if the process is killed.
    command.add("-Djava.io.tmpdir=" + directory);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Trial.class.getName()));
    command.addAll(List.of(variant.name(), kind.name(), directory.toString(), file.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("LANCE_LOG", "error");
    return builder.start();
  }

  private static String await(Process process, Path file) throws IOException, InterruptedException {
    long started = System.currentTimeMillis();
    while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
      long now = System.currentTimeMillis();
      long sign = Files.exists(file) ? Files.getLastModifiedTime(file).toMillis() : started;
      if (now - sign > SILENCE_MAX_MS) {
        return "made no progress for " + SILENCE_MAX_MS / 1_000 + " s";
      }
      if (now - started > TIME_MAX_MS) {
        return "did not end within " + TIME_MAX_MS / 1_000 + " s";
      }
    }
    return "ended with " + process.exitValue();
  }

  private static String describe(String end, TrialReport report) {
    if (!report.stuck().isEmpty()) {
      return "stuck " + report.stuck();
    }
    return report.finished()
        ? "finished"
        : "%s in round %d, %s".formatted(end, report.round(), report.phase());
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
