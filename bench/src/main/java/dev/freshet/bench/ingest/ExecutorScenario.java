package dev.freshet.bench.ingest;

import dev.freshet.bench.rig.Corpus;
import dev.freshet.bench.rig.PipelineProcess;
import dev.freshet.bench.rig.Scenario;
import dev.freshet.core.Quantile;
import dev.freshet.core.embed.Embedder;
import dev.freshet.embedding.EmbeddingModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What sending the work of large batches to executors costs: the same records drained by the driver
 * alone and with two executors of one core, on the same two cores, so that nothing is gained by the
 * executors and all that is lost is the way there and back.
 */
public final class ExecutorScenario implements Scenario {

  private static final int ROUNDS = 2;
  private static final int RECORDS = 8_000;
  private static final int ROWS_PER_FILE = 100;
  private static final int ONE_CHUNK_TOKENS = 128;

  /** Spark's own cluster in one command: a master, two workers, their executors as processes. */
  private static final List<String> EXECUTORS =
      List.of("-Dspark.master=local-cluster[2,1,1024]", "-Dspark.executor.memory=600m");

  @Override
  public Object measure(Path root) throws Exception {
    List<String> texts;
    try (Embedder engine = EmbeddingModels.open("all-minilm-l6-v2")) {
      texts = Corpus.read(root).upTo(ONE_CHUNK_TOKENS, engine::countTokens).numbered(RECORDS);
    }
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    PipelineProcess.warmUp(root);
    for (int round = 1; round <= ROUNDS; round++) {
      double driver = rate(root, texts, List.of());
      double executors = rate(root, texts, EXECUTORS);
      rates.computeIfAbsent("driver", name -> new ArrayList<>()).add(driver);
      rates.computeIfAbsent("two executors", name -> new ArrayList<>()).add(executors);
      rates.computeIfAbsent("ratio", name -> new ArrayList<>()).add(executors / driver);
      System.out.printf(
          Locale.ROOT,
          "round %d: driver %,5.0f texts/s, two executors on the same cores %,5.0f texts/s, %.2f%n",
          round,
          driver,
          executors,
          executors / driver);
    }
    System.out.printf(Locale.ROOT, "median: %.2f%n", Quantile.median(rates.get("ratio")));
    return rates;
  }

  private static double rate(Path root, List<String> texts, List<String> javaOptions)
      throws Exception {
    try (PipelineProcess run = PipelineProcess.create(root)) {
      run.landAll(texts, ROWS_PER_FILE);
      run.start(javaOptions);
      return Progress.drain(run, texts.size()).embeddedPerSecond();
    }
  }
}
