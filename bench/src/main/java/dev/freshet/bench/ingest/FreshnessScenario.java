package dev.freshet.bench.ingest;

import dev.freshet.bench.place.AzurePlace;
import dev.freshet.bench.place.LandingPlace;
import dev.freshet.bench.place.LocalPlace;
import dev.freshet.bench.place.S3Place;
import dev.freshet.bench.rig.LatencySample;
import dev.freshet.bench.rig.PipelineProcess;
import dev.freshet.bench.rig.Scenario;
import dev.freshet.cli.answer.Text;
import dev.freshet.cli.wiring.Wiring;
import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.home.report.FreshnessWindow;
import dev.freshet.home.report.RunStatus;
import dev.freshet.home.report.WindowFreshness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * One file of 100 short rows a second for a minute, real model: how long from landed until a search
 * finds the rows. Measured twice: by the pipeline's own metric, and from outside by searching for
 * each file's last row, every 10 ms, from the moment the file has its name until it is the best
 * hit.
 */
public final class FreshnessScenario implements Scenario {

  private static final int ROUNDS = 3;
  private static final int WARM_UP_FILES = 20;
  private static final int FILES = 60;
  private static final int ROWS = 100;
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /**
   * What one round gave.
   *
   * @param batches from the first file on, in which {@code requestsPerBatch} were sent to storage
   *     and queue, by kind; also those that are sent while nothing lands
   */
  record Round(
      LatencySample polled,
      WindowFreshness metric,
      RunStatus.LastBatch lastBatch,
      long batches,
      Map<String, Double> requestsPerBatch,
      List<Double> polledMs) {

    private WindowFreshness.Terms terms() {
      return Objects.requireNonNull(metric.terms());
    }
  }

  /** All figures. */
  record Figures(String storage, List<Round> rounds) {}

  @Override
  public Object measure(Path root) throws Exception {
    return measure(root, List.of());
  }

  @Override
  public Object measure(Path root, List<String> options) throws Exception {
    String storage = options.isEmpty() ? "local" : options.get(0);
    if (options.size() > 1 || !List.of("local", "s3", "azurite").contains(storage)) {
      throw new IllegalArgumentException(
          "Cannot use " + options + ": name local, s3 or azurite, or nothing.");
    }
    List<Round> rounds = new ArrayList<>();
    PipelineProcess.warmUp(root);
    for (int round = 1; round <= ROUNDS; round++) {
      Round result = measureOnce(root, storage);
      rounds.add(result);
      System.out.printf(
          Locale.ROOT,
          "round %d: landed to queryable, %d files of %d rows, one a second%n"
              + "  polling search  p50 %,6.0f ms  p95 %,6.0f ms  p99 %,6.0f ms  max %,6.0f ms%n"
              + "  metric          p50 %,6.0f ms  p95 %,6.0f ms  p99 %,6.0f ms  (%d files of the last minute)%n"
              + "  p50             %s%n"
              + "  p95             %s%n"
              + "  requests        for each of %d batches: %s%n",
          round,
          FILES,
          ROWS,
          result.polled().p50Ms(),
          result.polled().p95Ms(),
          result.polled().p99Ms(),
          result.polled().maxMs(),
          result.terms().p50().totalMillis(),
          result.terms().p95().totalMillis(),
          result.terms().p99().totalMillis(),
          result.metric().files(),
          Text.terms(result.terms().p50()),
          Text.terms(result.terms().p95()),
          result.batches(),
          perBatch(result));
    }
    if (storage.equals("local")) {
      FreshnessPlot.write(
          rounds.stream().map(Round::metric).toList(),
          root.resolve("docs").resolve("images").resolve("freshness.png"));
    }
    return new Figures(storage, rounds);
  }

  private static String perBatch(Round round) {
    return round.requestsPerBatch().isEmpty()
        ? "none"
        : round.requestsPerBatch().entrySet().stream()
            .map(each -> String.format(Locale.ROOT, "%s %.1f", each.getKey(), each.getValue()))
            .collect(Collectors.joining(", "));
  }

  private static LandingPlace place(String storage) throws IOException {
    Path scratch = Files.createTempDirectory("freshet-bench-landing-");
    return switch (storage) {
      case "s3" -> S3Place.start(scratch, "landing", new Configuration());
      case "azurite" -> AzurePlace.start(scratch);
      default -> new LocalPlace(Files.createDirectory(scratch.resolve("landing")));
    };
  }

  private static Round measureOnce(Path root, String storage) throws Exception {
    try (LandingPlace place = place(storage);
        PipelineProcess run = PipelineProcess.create(root, place.settings(), place.environment());
        Embedder embedder = new Wiring(run.config()).openEmbedder()) {
      run.start(List.of());
      PipelineProcess.await("the pipeline runs", LIMIT, run::isRunning);
      try (VectorTableReader reader = new Wiring(run.config()).openReader()) {
        Map<String, Long> before = place.requests();
        List<Double> polled = new FileLoad(place, embedder, reader).play();
        PipelineProcess.await("the last batch is in the status", LIMIT, () -> drained(run));
        Map<String, Long> requests = place.requests();
        RunStatus status = run.status().orElseThrow();
        long batches = status.total("freshet.batch.completed");
        Map<String, Double> perBatch = new TreeMap<>();
        requests.forEach(
            (kind, count) ->
                perBatch.put(kind, (double) (count - before.getOrDefault(kind, 0L)) / batches));
        return new Round(
            LatencySample.of(polled.subList(WARM_UP_FILES, polled.size())),
            status.freshness(FreshnessWindow.MINUTE),
            status.lastBatch(),
            batches,
            perBatch,
            polled);
      }
    }
  }

  private static boolean drained(PipelineProcess run) {
    return run.status()
        .filter(status -> status.total("freshet.source.files") >= WARM_UP_FILES + FILES)
        .isPresent();
  }

  /** Lands files by the clock and searches for each until it is there. */
  private record FileLoad(LandingPlace place, Embedder embedder, VectorTableReader reader) {

    List<Double> play() throws Exception {
      List<float[]> markers = markers();
      List<Double> millis = new ArrayList<>();
      long start = System.nanoTime();
      for (int file = 0; file < WARM_UP_FILES + FILES; file++) {
        long due = start + file * INTERVAL.toNanos();
        TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
        land(file);
        long landed = System.nanoTime();
        VectorQuery query = new VectorQuery(markers.get(file), 1);
        String wanted = key(file, ROWS - 1);
        PipelineProcess.await("file " + file + " is queryable", LIMIT, () -> isBest(query, wanted));
        millis.add((System.nanoTime() - landed) / 1e6);
      }
      return millis;
    }

    private boolean isBest(VectorQuery query, String wanted) {
      return reader.search(query).hits().stream().anyMatch(hit -> hit.key().equals(wanted));
    }

    /** The vectors of each file's last row, as a searcher would have them, made beforehand. */
    private List<float[]> markers() {
      List<String> texts = new ArrayList<>();
      for (int file = 0; file < WARM_UP_FILES + FILES; file++) {
        texts.add(body(file, ROWS - 1));
      }
      return embedder.embed(texts, InputType.DOCUMENT).stream()
          .map(outcome -> ((EmbedOutcome.Embedded) outcome).vector())
          .toList();
    }

    private void land(int file) throws IOException {
      StringBuilder lines = new StringBuilder();
      for (int row = 0; row < ROWS; row++) {
        lines.append(PipelineProcess.line(key(file, row), body(file, row)));
      }
      place.land("%05d.json".formatted(file), lines.toString());
    }

    private static String key(int file, int row) {
      return file + "-" + row;
    }

    /** About 16 tokens, and no two alike. */
    private static String body(int file, int row) {
      return "ticket %d of shift %d: pump %d lost pressure, valve replaced"
          .formatted(row, file, (file * 31 + row * 17) % 997);
    }
  }
}
