package dev.freshet.bench.maintenance;

import dev.freshet.bench.rig.DirectorySize;
import dev.freshet.bench.rig.LatencySample;
import dev.freshet.bench.rig.Notes;
import dev.freshet.bench.rig.PipelineProcess;
import dev.freshet.bench.rig.Scenario;
import dev.freshet.cli.wiring.Wiring;
import dev.freshet.core.maintenance.StepKind;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.home.PipelineHome;
import dev.freshet.home.report.MaintenanceReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * 100 000 indexed rows, 200 of them rewritten each second for ten minutes, searches all the while:
 * without maintenance, with {@code optimize --watch} in a process of its own, and with that process
 * killed by SIGKILL every few seconds. The end is compared with a model row by row.
 *
 * <p>What a batch waits includes the moment a check holds it up, which all three share.
 */
public final class SoakScenario implements Scenario {

  private static final int RECORDS = 100_000;
  private static final int ROWS_PER_BATCH = 100;
  private static final Duration AT_REST = Duration.ofSeconds(30);
  private static final Duration LENGTH = Duration.ofMinutes(10);

  /** While the tail is still short, which is what maintenance must compare with. */
  private static final double FRESH_SECONDS = 60;

  /** How the table is maintained meanwhile. */
  enum Care {
    NONE("without optimize"),
    WATCHED("with optimize"),
    KILLED("optimize killed");

    private final String label;

    Care(String label) {
      this.label = label;
    }
  }

  /**
   * The figures of one way of care.
   *
   * @param searches how long they took
   * @param writes how long batches took
   * @param upkeep what maintenance did
   * @param difference from the model at the end
   * @param course what was seen over time
   */
  record Soak(
      Searches searches,
      Writes writes,
      Upkeep upkeep,
      SoakTable.Difference difference,
      Course course) {}

  /**
   * Searches.
   *
   * @param atRest before the first batch
   * @param fresh of the first minute
   * @param all of the whole length
   */
  record Searches(LatencySample atRest, LatencySample fresh, LatencySample all) {}

  /**
   * Batches.
   *
   * @param batches embed, stage and commit a batch
   * @param waits of it for maintenance
   * @param conflicts batches that maintenance made repeat their commit
   */
  record Writes(LatencySample batches, LatencySample waits, int conflicts) {}

  /**
   * Maintenance.
   *
   * @param kills how often it was killed
   * @param steps runs, failures and seconds by kind of step
   * @param bytes of the table's directory at the end
   */
  record Upkeep(int kills, Map<String, Object> steps, long bytes) {}

  /** What was seen over time, in order. */
  record Course(List<Load.Sight> sights, List<Load.Check> checks, List<Bin> bins) {}

  /** Searches of ten seconds. */
  record Bin(double seconds, LatencySample searches) {}

  @Override
  public Object measure(Path root) throws Exception {
    Map<String, Soak> soaks = new LinkedHashMap<>();
    for (Care care : Care.values()) {
      Soak soak = soak(root, care);
      soaks.put(care.label, soak);
      print(care.label, soak);
    }
    Path plot = root.resolve("docs").resolve("images").resolve("soak.png");
    SoakPlot.write(soaks, plot);
    System.out.println("plot: " + root.relativize(plot));
    return soaks;
  }

  private static Soak soak(Path root, Care care) throws Exception {
    try (PipelineProcess home =
            PipelineProcess.create(root, "embedding: { model: " + Notes.MODEL + " }\n");
        Notes notes = Notes.open(root);
        SoakTable table = new SoakTable(home.config(), notes, RECORDS)) {
      table.fill();
      home.optimizeOnce();
      try (VectorTableReader reader = new Wiring(home.config()).openReader()) {
        Load.Seen rest = new Load(table, notes, reader, 0, AT_REST).run();
        Load load = new Load(table, notes, reader, ROWS_PER_BATCH, LENGTH);
        int kills = 0;
        Load.Seen seen;
        try (Caretaker caretaker = Caretaker.start(home, care)) {
          seen = load.run();
          kills = caretaker.stop();
        }
        return result(home, rest, seen, kills, table.difference(reader));
      }
    }
  }

  private static Soak result(
      PipelineProcess home,
      Load.Seen rest,
      Load.Seen seen,
      int kills,
      SoakTable.Difference difference)
      throws IOException {
    List<Bin> bins = new ArrayList<>();
    for (int from = 0; from < LENGTH.toSeconds(); from += 10) {
      bins.add(new Bin(from + 10, seen.latency(from, from + 10)));
    }
    return new Soak(
        new Searches(
            rest.latency(0, AT_REST.toSeconds()),
            seen.latency(0, FRESH_SECONDS),
            seen.latency(0, LENGTH.toSeconds())),
        new Writes(
            LatencySample.of(seen.batches().stream().map(Load.Batch::millis).toList()),
            LatencySample.of(seen.batches().stream().map(Load.Batch::waitMillis).toList()),
            seen.batches().stream().mapToInt(Load.Batch::conflicts).sum()),
        new Upkeep(kills, steps(home), DirectorySize.of(home.config().layout().vectorTable())),
        difference,
        new Course(seen.sights(), seen.checks(), bins));
  }

  private static Map<String, Object> steps(PipelineProcess home) {
    Map<String, Object> steps = new TreeMap<>();
    new PipelineHome(home.config())
        .maintenance()
        .map(MaintenanceReport::steps)
        .ifPresent(
            all ->
                all.forEach(
                    (StepKind kind, MaintenanceReport.Step step) -> steps.put(kind.label(), step)));
    return steps;
  }

  private static void print(String name, Soak soak) {
    System.out.printf(
        Locale.ROOT,
        "%s%n"
            + "  searches at rest    %s%n"
            + "  searches, 1st min   %s%n"
            + "  searches            %s%n"
            + "  batches             %s%n"
            + "  of it waiting       %s, %d commits repeated%n"
            + "  recall@%d           least %.3f, %d wrong hits, of %d checks%n"
            + "  at most %,d fragments, %,d tail rows, %d delta segments; %,d MB at the end%n"
            + "  killed %d times; the end: %s%n",
        name,
        line(soak.searches().atRest()),
        line(soak.searches().fresh()),
        line(soak.searches().all()),
        line(soak.writes().batches()),
        line(soak.writes().waits()),
        soak.writes().conflicts(),
        Load.K,
        soak.course().checks().stream().mapToDouble(Load.Check::recall).min().orElse(Double.NaN),
        soak.course().checks().stream().mapToInt(Load.Check::wrong).sum(),
        soak.course().checks().size(),
        soak.course().sights().stream().mapToInt(Load.Sight::fragments).max().orElse(0),
        soak.course().sights().stream().mapToLong(Load.Sight::tailRows).max().orElse(0),
        soak.course().sights().stream().mapToInt(Load.Sight::deltaSegments).max().orElse(0),
        soak.upkeep().bytes() >> 20,
        soak.upkeep().kills(),
        soak.difference().none() ? "equal to the model" : soak.difference());
  }

  private static String line(LatencySample sample) {
    return String.format(
        Locale.ROOT,
        "p50 %,7.1f ms  p95 %,7.1f ms  p99 %,7.1f ms  max %,7.1f ms  (%,d)",
        sample.p50Ms(),
        sample.p95Ms(),
        sample.p99Ms(),
        sample.maxMs(),
        sample.count());
  }

  /** The optimize process of one soak, and the thread that kills it. */
  private static final class Caretaker implements AutoCloseable {

    private static final int PAUSE_MIN_MS = 3_000;
    private static final int PAUSE_MAX_MS = 10_000;

    private final PipelineProcess home;
    private final Thread killer;
    private volatile int kills;
    private volatile boolean stopped;

    private Caretaker(PipelineProcess home, Care care) {
      this.home = home;
      this.killer = new Thread(this::killAgainAndAgain, "killer");
      killer.setDaemon(true);
      if (care == Care.KILLED) {
        killer.start();
      }
    }

    static Caretaker start(PipelineProcess home, Care care) throws IOException {
      if (care != Care.NONE) {
        home.startOptimize();
      }
      return new Caretaker(home, care);
    }

    private void killAgainAndAgain() {
      Random random = new Random(3);
      try {
        while (!stopped) {
          TimeUnit.MILLISECONDS.sleep(PAUSE_MIN_MS + random.nextInt(PAUSE_MAX_MS - PAUSE_MIN_MS));
          if (!stopped) {
            home.kill();
            kills++;
            home.startOptimize();
          }
        }
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
      } catch (IOException e) {
        throw new IllegalStateException("Cannot start maintenance again", e);
      }
    }

    /** Ends maintenance; returns how often it was killed. */
    int stop() throws IOException, InterruptedException {
      stopped = true;
      killer.join(TimeUnit.SECONDS.toMillis(30));
      home.close();
      return kills;
    }

    @Override
    public void close() throws IOException, InterruptedException {
      stop();
    }
  }
}
