package dev.freshet.bench.ingest;

import dev.freshet.bench.rig.Corpus;
import dev.freshet.bench.rig.PipelineProcess;
import dev.freshet.bench.rig.Scenario;
import dev.freshet.core.Quantile;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.embedding.EmbeddingModels;
import dev.freshet.home.metric.PipelineMetric;
import dev.freshet.home.report.RunStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the pipeline costs beside the model: texts a second from landed files to committed vectors
 * against the same texts through the bare engine, round by round. Then the same records land again,
 * one in a hundred changed.
 */
public final class IngestScenario implements Scenario {

  private static final int ROUNDS = 5;
  private static final int RECORDS = 15_000;
  private static final int ROWS_PER_FILE = 100;
  private static final int ONE_CHUNK_TOKENS = 128;
  private static final int CHANGED_EVERY = 100;

  /** One round. */
  record Round(double engine, double pipeline, double ratio, Relanding relanding) {}

  /**
   * What landing everything again did.
   *
   * @param embedded chunks the model embedded
   * @param seconds from landing to the last commit
   */
  record Relanding(long chunks, long embedded, double share, double seconds) {}

  @Override
  public Object measure(Path root) throws Exception {
    List<Round> rounds = new ArrayList<>();
    try (Embedder engine = EmbeddingModels.open("all-minilm-l6-v2")) {
      List<String> texts =
          Corpus.read(root).upTo(ONE_CHUNK_TOKENS, engine::countTokens).numbered(RECORDS);
      engine.embed(texts.subList(0, ROWS_PER_FILE), InputType.DOCUMENT);
      PipelineProcess.warmUp(root);
      for (int number = 1; number <= ROUNDS; number++) {
        double bare = bare(engine, texts);
        Round round = pipeline(root, texts, bare);
        rounds.add(round);
        System.out.printf(
            Locale.ROOT,
            "round %d: engine %,5.0f texts/s, landed to committed %,5.0f texts/s, %.2f of it;"
                + " landed again with 1 %% changed: %d of %d chunks embedded (%.2f %%), %.1f s%n",
            number,
            round.engine(),
            round.pipeline(),
            round.ratio(),
            round.relanding().embedded(),
            round.relanding().chunks(),
            100 * round.relanding().share(),
            round.relanding().seconds());
      }
    }
    System.out.printf(
        Locale.ROOT,
        "median: landed to committed is %.2f of the bare engine%n",
        Quantile.median(rounds.stream().map(Round::ratio).toList()));
    return rounds;
  }

  private static double bare(Embedder engine, List<String> texts) {
    long started = System.nanoTime();
    engine.embed(texts, InputType.DOCUMENT);
    return texts.size() / ((System.nanoTime() - started) / 1e9);
  }

  private static Round pipeline(Path root, List<String> texts, double bare) throws Exception {
    try (PipelineProcess run = PipelineProcess.create(root)) {
      run.landAll(texts, ROWS_PER_FILE);
      run.start(List.of());
      Progress progress = Progress.drain(run, RECORDS);
      double rate = progress.embeddedPerSecond();
      return new Round(bare, rate, rate / bare, reland(run, texts));
    }
  }

  private static Relanding reland(PipelineProcess run, List<String> texts) throws Exception {
    List<String> changed = new ArrayList<>(texts);
    for (int i = 0; i < changed.size(); i += CHANGED_EVERY) {
      changed.set(i, "changed " + changed.get(i));
    }
    RunStatus before = run.status().orElseThrow();
    long started = System.nanoTime();
    run.landAll(changed, ROWS_PER_FILE);
    Progress.drain(run, 2L * RECORDS);
    double seconds = (System.nanoTime() - started) / 1e9;
    RunStatus after = run.status().orElseThrow();
    long chunks = grown(before, after, PipelineMetric.CHUNKS_CUT);
    long embedded = grown(before, after, PipelineMetric.CHUNKS_EMBEDDED);
    return new Relanding(chunks, embedded, (double) embedded / chunks, seconds);
  }

  private static long grown(RunStatus before, RunStatus after, PipelineMetric metric) {
    return Progress.total(after, metric) - Progress.total(before, metric);
  }
}
