package dev.freshet.bench.ingest;

import dev.freshet.bench.rig.DirectorySize;
import dev.freshet.bench.rig.Notes;
import dev.freshet.bench.rig.PipelineProcess;
import dev.freshet.bench.rig.Scenario;
import dev.freshet.core.Quantile;
import dev.freshet.core.config.HomeLayout;
import dev.freshet.home.report.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Twice 50 000 files of one record land at once, and {@code run --once} takes them: how long, and
 * with how much memory. Then, with 100 000 files seen and all of them still in the landing zone,
 * how long {@code run} takes from its start to the first new record that is queryable; an empty
 * pipeline is started in turn with it, to tell what the files cost.
 */
public final class ManyFilesScenario implements Scenario {

  private static final int FILES = Integer.getInteger("freshet.bench.files", 50_000);
  private static final int STARTS = 5;
  private static final Duration LIMIT = Duration.ofHours(1);
  private static final Duration SAMPLE = Duration.ofMillis(100);

  /**
   * Files that landed at once.
   *
   * @param seconds until the process had ended, all of them queryable
   * @param residentMb most memory of the process
   * @param stateMb of the home's directory of the file log, afterwards
   */
  record Landed(int files, double seconds, long residentMb, long stateMb) {}

  /**
   * A start.
   *
   * @param seen files seen before
   * @param runningMillis from the start of the process to its state RUNNING
   * @param queryableMillis from the start of the process to a record queryable that landed just
   *     before it
   */
  record Start(long seen, long runningMillis, long queryableMillis) {}

  /** All figures. */
  record Figures(List<Landed> landed, List<Start> starts, boolean verified) {}

  @Override
  public Object measure(Path root) throws Exception {
    PipelineProcess.warmUp(root);
    String settings = "embedding: { model: " + Notes.MODEL + " }\n";
    try (Notes notes = Notes.open(root);
        PipelineProcess many = PipelineProcess.create(root, settings);
        PipelineProcess empty = PipelineProcess.create(root, settings)) {
      List<Landed> landed = new ArrayList<>();
      for (int round = 0; round < 2; round++) {
        landAtOnce(many, notes.next(FILES), round);
        landed.add(takeAll(many));
        System.out.println(landed.get(round));
      }
      List<Start> starts = new ArrayList<>();
      for (int start = 0; start < STARTS; start++) {
        starts.add(start(many, 2L * FILES + start, start));
        starts.add(start(empty, start, start));
      }
      print(starts);
      return new Figures(landed, starts, many.verifies());
    }
  }

  /** Their names are hidden until all are written, so that discovery finds all in one listing. */
  private static void landAtOnce(PipelineProcess run, List<String> texts, int round)
      throws IOException {
    Path landing = Path.of(run.config().source().location().text());
    Path directory = landing.resolve("_" + round);
    Files.createDirectories(directory);
    for (int i = 0; i < texts.size(); i++) {
      String id = round + "-" + i;
      Files.writeString(directory.resolve(id + ".json"), PipelineProcess.line(id, texts.get(i)));
    }
    Files.move(directory, landing.resolve("round-" + round));
  }

  private static Landed takeAll(PipelineProcess run) throws IOException, InterruptedException {
    long began = System.nanoTime();
    run.start(List.of(), "--once");
    long resident = 0;
    while (!run.hasEnded()) {
      if (System.nanoTime() - began > LIMIT.toNanos()) {
        throw new IllegalStateException("Not drained after " + LIMIT);
      }
      resident = Math.max(resident, run.residentMb());
      TimeUnit.MILLISECONDS.sleep(SAMPLE.toMillis());
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    HomeLayout layout = run.config().layout();
    return new Landed(FILES, seconds, resident, DirectorySize.of(layout.fileLog()) >> 20);
  }

  private static Start start(PipelineProcess run, long seen, int number)
      throws IOException, InterruptedException {
    run.land("new-" + number + ".json", PipelineProcess.line("new-" + number, "A new note."));
    Instant landed = Instant.now();
    long before = run.status().map(status -> status.position().committedSequence()).orElse(0L);
    run.start(List.of());
    long running = -1;
    while (true) {
      RunStatus status = run.status().filter(each -> isOf(each, landed)).orElse(null);
      Duration since = Duration.between(landed, Instant.now());
      if (status != null && running < 0 && status.state() == RunStatus.State.RUNNING) {
        running = since.toMillis();
      }
      if (status != null && running >= 0 && status.position().committedSequence() > before) {
        long queryable =
            status.lastBatch() == null
                ? since.toMillis()
                : Duration.between(landed, status.lastBatch().queryableAt()).toMillis();
        run.close();
        return new Start(seen, running, queryable);
      }
      if (run.hasEnded() || since.compareTo(Duration.ofMinutes(2)) > 0) {
        throw new IllegalStateException(
            "No new record after " + since + ", see " + run.directory());
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static boolean isOf(RunStatus status, Instant start) {
    return status.activity().updatedAt().isAfter(start);
  }

  private static void print(List<Start> starts) {
    for (boolean many : List.of(true, false)) {
      List<Start> of = starts.stream().filter(each -> each.seen() >= FILES == many).toList();
      System.out.printf(
          Locale.ROOT,
          "%,7d files seen: running after %,.0f ms, first new record queryable after %,.0f ms"
              + " (medians of %d starts)%n",
          of.get(0).seen(),
          median(of, Start::runningMillis),
          median(of, Start::queryableMillis),
          of.size());
    }
  }

  private static double median(List<Start> starts, ToDoubleFunction<Start> millis) {
    return Quantile.nearestRank(starts.stream().map(millis::applyAsDouble).toList(), 0.5);
  }
}
