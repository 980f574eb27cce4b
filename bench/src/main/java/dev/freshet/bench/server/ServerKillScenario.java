package dev.freshet.bench.server;

import dev.freshet.bench.rig.LatencySample;
import dev.freshet.bench.rig.PipelineProcess;
import dev.freshet.bench.rig.RunningServer;
import dev.freshet.bench.rig.Scenario;
import dev.freshet.bench.rig.ServeProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * {@code kill -9} of the process that searches, and then of the pipeline, while four clients search
 * and a file of rows lands five times a second. The killed process is started again, the other
 * continues, and in the end the table holds exactly what landed.
 */
public final class ServerKillScenario implements Scenario {

  private static final int SERVER_KILLS = 10;
  private static final int WRITER_KILLS = 5;
  private static final int CLIENTS = 4;
  private static final Duration BEFORE_A_KILL = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /**
   * What was seen.
   *
   * @param quiet time of a search while both live
   * @param recovery from the kill of the server to the first answer to a question asked after it
   * @param afterWriterKill time of a search in the five seconds after a kill of the pipeline
   * @param failedAfterWriterKill searches in those seconds that were not answered
   * @param freshAgain from the start of a new pipeline until what landed meanwhile is found
   * @param equal whether {@code verify} found the table to hold what landed
   */
  public record Figures(
      LatencySample quiet,
      LatencySample recovery,
      LatencySample afterWriterKill,
      long failedAfterWriterKill,
      LatencySample freshAgain,
      boolean equal) {}

  @Override
  public Object measure(Path root) throws Exception {
    PipelineProcess.warmUp(root);
    try (PipelineProcess home =
        PipelineProcess.create(root, "embedding: { model: static-minilm }\n")) {
      home.start(List.of());
      PipelineProcess.await("the pipeline runs", LIMIT, home::isRunning);
      try (RowLanding landing = RowLanding.start(home);
          RunningServer server = new ServeProcess(home).start();
          Askers askers = Askers.start(server.port(), CLIENTS)) {
        Figures figures = new Trial(home, landing, server, askers).play();
        print(figures);
        return figures;
      }
    }
  }

  /** A run of the scenario. */
  private record Trial(
      PipelineProcess home, RowLanding landing, RunningServer server, Askers askers) {

    Figures play() throws Exception {
      List<Double> quiet = new ArrayList<>();
      List<Double> recovery = new ArrayList<>();
      for (int i = 0; i < SERVER_KILLS; i++) {
        quiet.addAll(searchesFor(BEFORE_A_KILL));
        long killed = System.nanoTime();
        server.killWorker();
        recovery.add(askers.awaitAnswerTo(killed, LIMIT));
      }
      List<Double> without = new ArrayList<>();
      List<Double> fresh = new ArrayList<>();
      long failed = 0;
      for (int i = 0; i < WRITER_KILLS; i++) {
        searchesFor(BEFORE_A_KILL);
        home.kill();
        long failures = askers.failures();
        without.addAll(searchesFor(BEFORE_A_KILL));
        failed += askers.failures() - failures;
        String file = landing.newest();
        long restarted = System.nanoTime();
        home.start(List.of());
        askers.awaitFile(file, LIMIT);
        fresh.add((System.nanoTime() - restarted) / 1e6);
      }
      landing.close();
      askers.awaitFile(landing.newest(), LIMIT);
      home.close();
      return new Figures(
          LatencySample.of(quiet),
          LatencySample.of(recovery),
          LatencySample.of(without),
          failed,
          LatencySample.of(fresh),
          home.verifies());
    }

    private List<Double> searchesFor(Duration duration) throws InterruptedException {
      long from = System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(duration.toNanos());
      return askers.millisSince(from);
    }
  }

  private static void print(Figures figures) {
    System.out.printf(
        Locale.ROOT,
        "search, both alive                  p50 %,7.1f ms  p99 %,7.1f ms%n"
            + "server killed %2d times: answers again after p50 %,7.0f ms  max %,7.0f ms%n"
            + "pipeline killed %d times: search       p50 %,7.1f ms  p99 %,7.1f ms, not answered: %d%n"
            + "                         fresh again  p50 %,7.0f ms  max %,7.0f ms after its start%n"
            + "verify: %s%n",
        figures.quiet().p50Ms(),
        figures.quiet().p99Ms(),
        SERVER_KILLS,
        figures.recovery().p50Ms(),
        figures.recovery().maxMs(),
        WRITER_KILLS,
        figures.afterWriterKill().p50Ms(),
        figures.afterWriterKill().p99Ms(),
        figures.failedAfterWriterKill(),
        figures.freshAgain().p50Ms(),
        figures.freshAgain().maxMs(),
        figures.equal() ? "equal" : "DIFFERENT");
  }
}
