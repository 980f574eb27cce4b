package dev.freshet.bench.ingest;

import dev.freshet.bench.rig.Corpus;
import dev.freshet.bench.rig.PipelineProcess;
import dev.freshet.bench.rig.Scenario;
import dev.freshet.core.embed.Embedder;
import dev.freshet.embedding.EmbeddingModels;
import dev.freshet.home.metric.PipelineMetric;
import dev.freshet.home.report.RunStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * 50 000 records wait when the pipeline starts, and a record more lands every second: batch sizes,
 * what is searchable, heap and the freshness of the records that land meanwhile, over time. Once in
 * files of 100 records, of which the pipeline takes as many as it likes; once all in one file,
 * which makes one batch without a limit, since a file is never split.
 */
public final class CatchUpScenario implements Scenario {

  private static final int RECORDS = 50_000;
  private static final int ROWS_PER_FILE = 100;
  private static final int ONE_CHUNK_TOKENS = 128;
  private static final Duration SAMPLE = Duration.ofMillis(500);
  private static final Duration AFTERWARDS = Duration.ofSeconds(15);
  private static final Duration LIMIT = Duration.ofMinutes(12);

  /**
   * What was seen at some time.
   *
   * @param seconds since the process started
   * @param searchable records that a search finds
   * @param residentMb memory of the process
   */
  record Sight(double seconds, long searchable, long residentMb) {}

  /**
   * A record that landed while the others drained.
   *
   * @param landedSeconds when, since the start
   * @param freshnessSeconds from its landing to its being found
   */
  record Later(double landedSeconds, double freshnessSeconds) {}

  /**
   * One way to drain.
   *
   * @param seconds until all that waited was found
   * @param heap used heap in MB after each collection, by seconds since the start
   * @param ended why it did not drain; empty if it did
   */
  record Drain(
      double seconds,
      List<Batch> batches,
      List<Sight> sights,
      List<Later> later,
      Map<Double, Long> heap,
      String ended) {}

  /** A batch, by seconds since the start. */
  record Batch(double seconds, long rows) {}

  @Override
  public Object measure(Path root) throws Exception {
    List<String> texts;
    try (Embedder engine = EmbeddingModels.open("all-minilm-l6-v2")) {
      texts = Corpus.read(root).upTo(ONE_CHUNK_TOKENS, engine::countTokens).numbered(RECORDS);
    }
    PipelineProcess.warmUp(root);
    Map<String, Drain> drains = new LinkedHashMap<>();
    drains.put("adaptive batches", drain(root, texts, ROWS_PER_FILE));
    drains.put("one batch", drain(root, texts, RECORDS));
    drains.forEach(CatchUpScenario::print);
    Path plot = root.resolve("docs").resolve("images").resolve("catch-up.png");
    CatchUpPlot.write(drains, plot);
    System.out.println("plot: " + root.relativize(plot));
    return drains;
  }

  private static void print(String name, Drain drain) {
    System.out.printf(
        Locale.ROOT,
        "%-17s %,6.1f s, %d batches of at most %,d rows, heap after collection at"
            + " most %d MB, resident at most %d MB %s%n",
        name,
        drain.seconds(),
        drain.batches().size(),
        drain.batches().stream().mapToLong(Batch::rows).max().orElse(0),
        drain.heap().values().stream().mapToLong(Long::longValue).max().orElse(0),
        drain.sights().stream().mapToLong(Sight::residentMb).max().orElse(0),
        drain.ended());
  }

  private static Drain drain(Path root, List<String> texts, int rowsPerFile) throws Exception {
    try (PipelineProcess run = PipelineProcess.create(root)) {
      run.landAll(texts, rowsPerFile);
      Path gcLog = run.directory().resolve("gc.log");
      Instant start = Instant.now();
      run.start(List.of("-Xlog:gc:file=" + gcLog));
      Watch watch = new Watch(run, start);
      watch.untilDrained(texts.size());
      return watch.drain(HeapLog.read(gcLog));
    }
  }

  /** Lands a record a second and looks at the process until nothing has waited for a while. */
  private static final class Watch {

    private final PipelineProcess run;
    private final Instant start;
    private final Progress progress = new Progress();
    private final List<Sight> sights = new ArrayList<>();
    private final List<Instant> landed = new ArrayList<>();
    private final List<Later> later = new ArrayList<>();
    private double drainedAt;

    Watch(PipelineProcess run, Instant start) {
      this.run = run;
      this.start = start;
    }

    void untilDrained(int waiting) throws IOException, InterruptedException {
      double seconds = 0;
      while (!run.hasEnded() && (drainedAt == 0 || seconds < drainedAt + AFTERWARDS.toSeconds())) {
        seconds = since(Instant.now());
        if (seconds > LIMIT.toSeconds()) {
          throw new IllegalStateException("Not drained after " + LIMIT);
        }
        if (landed.size() < seconds) {
          landLater();
        }
        run.status().ifPresent(this::see);
        if (drainedAt == 0 && searchable() >= waiting) {
          drainedAt = seconds;
        }
        TimeUnit.MILLISECONDS.sleep(SAMPLE.toMillis());
      }
    }

    private void landLater() throws IOException {
      int number = landed.size();
      run.land(
          "later-%05d.json".formatted(number),
          PipelineProcess.line("later-" + number, "A note that landed later, " + number));
      landed.add(Instant.now());
    }

    private void see(RunStatus status) {
      progress.see(status);
      Instant now = Instant.now();
      sights.add(
          new Sight(
              since(now), Progress.total(status, PipelineMetric.CHUNKS_CUT), run.residentMb()));
      Instant asOf = status.asOf();
      while (asOf != null && later.size() < landed.size()) {
        Instant next = landed.get(later.size());
        if (asOf.isBefore(next)) {
          return;
        }
        later.add(new Later(since(next), Duration.between(next, now).toMillis() / 1e3));
      }
    }

    private long searchable() {
      return sights.isEmpty() ? 0 : sights.get(sights.size() - 1).searchable();
    }

    private double since(Instant at) {
      return Duration.between(start, at).toMillis() / 1e3;
    }

    Drain drain(Map<Double, Long> heap) {
      List<Batch> batches =
          progress.points().stream()
              .map(point -> new Batch(since(point.at()), point.rows()))
              .toList();
      return new Drain(
          drainedAt,
          batches,
          sights,
          later,
          heap,
          run.hasEnded() ? "(the process ended before, see " + run.directory() + ")" : "");
    }
  }
}
