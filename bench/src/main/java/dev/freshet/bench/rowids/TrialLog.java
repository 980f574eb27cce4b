package dev.freshet.bench.rowids;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a trial has seen so far. The file is replaced before each phase, as native code may end the
 * process at any time. Not thread-safe.
 */
final class TrialLog {

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final int MESSAGE_CHARS = 200;

  private final Path file;
  private final Map<String, Integer> problems = new TreeMap<>();
  private final Map<String, String> firstSeen = new LinkedHashMap<>();
  private final Map<String, List<Double>> millis = new TreeMap<>();
  private final Map<String, Double> figures = new TreeMap<>();
  private int round;
  private String phase = "start";
  private String stuck = "";
  private boolean finished;

  TrialLog(Path file) {
    this.file = file;
  }

  /** What a process that is gone had written. */
  static TrialReport read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), TrialReport.class);
  }

  void enter(int newRound, String newPhase) throws IOException {
    round = newRound;
    phase = newPhase;
    write();
  }

  void problem(String kind, int count) {
    if (count > 0) {
      problems.merge(kind, count, Integer::sum);
      firstSeen.putIfAbsent(kind, "round " + round + ", " + phase);
    }
  }

  /**
   * A call of the library that failed. Numbers in its message are left out, so that kinds add up.
   */
  void failure(String call, Throwable error) {
    String message = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    String kind = message.replaceAll("\\d+", "N");
    problem(call + " failed: " + kind.substring(0, Math.min(MESSAGE_CHARS, kind.length())), 1);
  }

  void took(String what, long startedNanos) {
    millis
        .computeIfAbsent(what, name -> new ArrayList<>())
        .add((System.nanoTime() - startedNanos) / 1e6);
  }

  void figure(String name, double value) {
    figures.put(name, value);
  }

  /** The trial cannot go on. */
  void stuck(String why) throws IOException {
    stuck = "from round " + round + " on: " + why;
    write();
  }

  void finish() throws IOException {
    finished = true;
    write();
  }

  private void write() throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    JSON.writeValue(
        next.toFile(),
        new TrialReport(phase, round, stuck, finished, problems, firstSeen, millis, figures));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
