package dev.freshet.bench.embed;

import dev.freshet.bench.Scenario;
import dev.freshet.cli.demo.feed.DemoCorpus;
import dev.freshet.cli.demo.feed.DocRecord;
import dev.freshet.cli.demo.feed.Release;
import dev.freshet.core.embed.Chunker;
import dev.freshet.embedding.RecursiveChunker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Texts a second of the same model in the same JVM on the same ONNX Runtime: ours, LangChain4j's
 * {@code embedAll}, and the articles' loop, which is also what Debezium's embedding transform does
 * to each record (its classes need Java 21, so it cannot run here itself). Rounds are interleaved,
 * so that a disturbance of the machine meets all; figures are medians.
 */
public final class EmbeddingScenario implements Scenario {

  private static final int ROUNDS = 5;
  private static final int TEXTS = 200;

  /** LangChain4j's tokenizer cuts off what is longer, special tokens included. */
  private static final int LONGEST = 128;

  /** What a contestant did with some texts. */
  record Result(
      double textsPerSecond, double ratioToEmbedAll, double leastCosine, List<Double> rounds) {}

  /** What some texts gave. */
  record Race(int texts, double tokensPerText, Map<String, Result> results) {}

  @Override
  public Object measure(Path root) {
    List<String> documents = documents(root);
    Map<String, Race> races = new LinkedHashMap<>();
    FreshetContestant ours = new FreshetContestant();
    List<Contestant> all =
        List.of(LangChain4jContestant.batched(), ours, LangChain4jContestant.rowByRow());
    try {
      races.put("mixed short texts", race(ours, all, mixed(ours, documents)));
      races.put("128-token texts", race(ours, all, full(ours, documents)));
    } finally {
      all.forEach(Contestant::close);
    }
    return races;
  }

  private static List<String> documents(Path root) {
    List<String> documents = new ArrayList<>();
    List<Release> releases =
        new DemoCorpus(root.resolve("cli").resolve("target").resolve("demo-corpus")).read();
    for (DocRecord record : releases.get(releases.size() - 1).records()) {
      documents.add(record.signature() + "\n\n" + record.body());
    }
    Collections.shuffle(documents, new Random(7));
    return documents;
  }

  private static List<String> mixed(FreshetContestant ours, List<String> documents) {
    return documents.stream().filter(text -> ours.tokens(text) <= LONGEST).limit(TEXTS).toList();
  }

  private static List<String> full(FreshetContestant ours, List<String> documents) {
    Chunker chunker = new RecursiveChunker(ours::tokens, LONGEST, 0);
    return chunker.split(String.join(" ", documents)).stream()
        .filter(text -> ours.tokens(text) > LONGEST - 10)
        .limit(TEXTS)
        .toList();
  }

  private static Race race(
      FreshetContestant ours, List<Contestant> contestants, List<String> texts) {
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    Map<String, List<float[]>> vectors = new LinkedHashMap<>();
    for (int round = 0; round <= ROUNDS; round++) {
      for (Contestant each : contestants) {
        long started = System.nanoTime();
        vectors.put(each.name(), each.embed(texts));
        double seconds = (System.nanoTime() - started) / 1e9;
        if (round > 0) {
          rates.computeIfAbsent(each.name(), name -> new ArrayList<>()).add(texts.size() / seconds);
        }
      }
    }
    double tokens = texts.stream().mapToInt(ours::tokens).average().orElseThrow();
    double embedAll = median(rates.get(contestants.get(0).name()));
    System.out.printf(
        Locale.ROOT,
        "%d texts of %.0f tokens on average, %d rounds%n",
        texts.size(),
        tokens,
        ROUNDS);
    Map<String, Result> results = new LinkedHashMap<>();
    rates.forEach(
        (name, rounds) -> {
          double rate = median(rounds);
          double cosine = leastCosine(vectors.get(ours.name()), vectors.get(name));
          results.put(name, new Result(rate, rate / embedAll, cosine, rounds));
          System.out.printf(
              Locale.ROOT,
              "  %-22s %,7.0f texts/s  %5.2f x  least cosine to ours %.6f%n",
              name,
              rate,
              rate / embedAll,
              cosine);
        });
    return new Race(texts.size(), tokens, results);
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static double leastCosine(List<float[]> ours, List<float[]> theirs) {
    double least = 1;
    for (int i = 0; i < ours.size(); i++) {
      least = Math.min(least, cosine(ours.get(i), theirs.get(i)));
    }
    return least;
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
    }
    return dot / (length(a) * length(b));
  }

  private static double length(float[] vector) {
    double sum = 0;
    for (float value : vector) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }
}
