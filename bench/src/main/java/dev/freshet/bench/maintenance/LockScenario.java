package dev.freshet.bench.maintenance;

import dev.freshet.bench.PipelineProcess;
import dev.freshet.bench.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * The flag of the articles and our lease under the same crashes: a writer and two maintainers in
 * processes of their own, one of the three killed by SIGKILL every second or two and started again,
 * a maintainer by its schedule, later. In the end a maintainer is killed within its turn and never
 * comes back.
 */
public final class LockScenario implements Scenario {

  private static final Duration LENGTH = Duration.ofSeconds(90);
  private static final Duration AFTER = Duration.ofSeconds(20);
  private static final Duration SCHEDULE = Duration.ofSeconds(10);
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final int KILL_MIN_MS = 1_000;
  private static final int KILL_MAX_MS = 2_500;

  /**
   * What came of it.
   *
   * @param writes turns of the writer
   * @param optimizes turns of the maintainers
   * @param writerBesideOptimize turns of either within which the other kind was inside
   * @param twoOptimizers turns of a maintainer that had another one beside it
   * @param longestWaitMs of the writer
   * @param writesAfterLastCrash in the twenty seconds after a maintainer was killed for good
   * @param kills processes killed
   */
  record Outcome(
      long writes,
      long optimizes,
      long writerBesideOptimize,
      long twoOptimizers,
      long longestWaitMs,
      long writesAfterLastCrash,
      int kills) {}

  @Override
  public Object measure(Path root) throws Exception {
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    for (String kind : List.of("flag", "lease")) {
      try (Crowd crowd = new Crowd(kind, Files.createTempDirectory("freshet-bench-"))) {
        outcomes.put(kind, crowd.live());
      }
      print(kind, outcomes.get(kind));
    }
    return outcomes;
  }

  private static void print(String kind, Outcome outcome) {
    System.out.printf(
        Locale.ROOT,
        "%-6s %,d writes, %,d turns of maintenance, %d kills: writer and maintenance at once %d,"
            + " two maintainers at once %d, longest wait of the writer %,d ms,"
            + " writes in %d s after the last crash %d%n",
        kind,
        outcome.writes(),
        outcome.optimizes(),
        outcome.kills(),
        outcome.writerBesideOptimize(),
        outcome.twoOptimizers(),
        outcome.longestWaitMs(),
        AFTER.toSeconds(),
        outcome.writesAfterLastCrash());
  }

  /** The three processes. */
  private static final class Crowd implements AutoCloseable {

    private final String kind;
    private final Path directory;
    private final Random random = new Random(9);
    private final List<Member> members = new ArrayList<>();
    private int kills;

    Crowd(String kind, Path directory) throws IOException {
      this.kind = kind;
      this.directory = directory;
      members.add(new Member("writer", 20, 50, Duration.ofMillis(500)));
      members.add(new Member("optimize", 60, 100, SCHEDULE));
      members.add(new Member("optimize", 60, 100, SCHEDULE));
    }

    Outcome live() throws Exception {
      for (Member member : members) {
        member.start();
      }
      long end = System.nanoTime() + LENGTH.toNanos();
      while (System.nanoTime() < end) {
        long pause = KILL_MIN_MS + random.nextInt(KILL_MAX_MS - KILL_MIN_MS);
        awaitTurns(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause));
        members.get(random.nextInt(members.size())).kill();
        kills++;
      }
      long before = killWithinATurnForGood();
      TimeUnit.MILLISECONDS.sleep(AFTER.toMillis());
      return outcome(before);
    }

    private void awaitTurns(long until) throws Exception {
      while (System.nanoTime() < until) {
        for (Member member : members) {
          member.startIfDue();
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }

    /** Nobody comes after the last maintainer, as when its job was moved to another machine. */
    private long killWithinATurnForGood() throws Exception {
      members.get(1).kill();
      members.get(2).kill();
      Member last = new Member("optimize", 5_000, 100, SCHEDULE);
      members.add(last);
      last.start();
      PipelineProcess.await("a maintainer has its turn", START_LIMIT, last::isInside);
      last.kill();
      kills += 3;
      members.get(0).startIfDue();
      return writes();
    }

    private long writes() throws IOException {
      return lines("writer").size();
    }

    private List<String> lines(String role) throws IOException {
      List<String> lines = new ArrayList<>();
      for (Member member : members) {
        if (member.role.equals(role)) {
          lines.addAll(member.lines());
        }
      }
      return lines;
    }

    private Outcome outcome(long writesBefore) throws IOException {
      List<String> writes = lines("writer");
      List<String> optimizes = lines("optimize");
      long beside =
          writes.stream().filter(line -> line.startsWith("other")).count()
              + optimizes.stream().filter(line -> line.startsWith("other")).count();
      return new Outcome(
          writes.size(),
          optimizes.size(),
          beside,
          optimizes.stream().filter(line -> line.startsWith("same")).count(),
          writes.stream().mapToLong(line -> Long.parseLong(line.split(" ")[1])).max().orElse(0),
          writes.size() - writesBefore,
          kills);
    }

    @Override
    public void close() throws Exception {
      for (Member member : members) {
        member.kill();
      }
    }

    /** One process, started again some time after it was killed. */
    private final class Member {

      private final String role;
      private final int turnMillis;
      private final int pauseMillis;
      private final Duration absence;
      private final Path log;
      private Process process;
      private long dueAt;

      Member(String role, int turnMillis, int pauseMillis, Duration absence) throws IOException {
        this.role = role;
        this.turnMillis = turnMillis;
        this.pauseMillis = pauseMillis;
        this.absence = absence;
        this.log = Files.createTempFile(directory, role, ".log");
      }

      void start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
            ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-"))
                .toList());
        command.addAll(
            List.of(
                "-Xmx64m",
                "-Djava.io.tmpdir=" + directory,
                "-cp",
                System.getProperty("java.class.path"),
                LockParty.class.getName(),
                kind,
                role,
                directory.toString(),
                Integer.toString(turnMillis),
                Integer.toString(pauseMillis)));
        process =
            new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectError(directory.resolve("errors.log").toFile())
                .start();
        dueAt = 0;
      }

      void startIfDue() throws IOException {
        if (dueAt != 0 && System.nanoTime() >= dueAt) {
          start();
        }
      }

      void kill() throws InterruptedException {
        if (process.isAlive()) {
          process.destroyForcibly().waitFor();
          dueAt = System.nanoTime() + absence.toNanos();
        }
      }

      boolean isInside() {
        try {
          return Files.readString(log).contains(LockParty.INSIDE);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      /** The turns it has told of. */
      List<String> lines() throws IOException {
        return Files.readAllLines(log).stream().filter(line -> line.matches("\\w+ \\d+")).toList();
      }
    }
  }
}
