package dev.freshet.bench.embed;

import ai.onnxruntime.OrtException;
import dev.freshet.bench.rig.Corpus;
import dev.freshet.bench.rig.Scenario;
import dev.freshet.core.Quantile;
import dev.freshet.core.embed.Chunker;
import dev.freshet.embedding.chunk.RecursiveChunker;
import dev.freshet.testkit.embed.OperatorTimes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Texts a second of the same model on the same machine: ours; LangChain4j's {@code embedAll}, as it
 * ships and on our ONNX Runtime; and the articles' loop, which is also what Debezium's embedding
 * transform does to each record (its classes need Java 21, so it cannot run here itself). Rounds
 * are interleaved, so that a disturbance of the machine affects all; figures are medians.
 *
 * <p>ONNX Runtime's profiler shows how much could still be gained: the share of the time that is
 * not spent in matrix products.
 */
public final class EmbeddingScenario implements Scenario {

  private static final int ROUNDS = 7;
  private static final int TEXTS = 200;
  private static final int STATIC_TEXTS = 50_000;

  /** LangChain4j's tokenizer cuts off what is longer, special tokens included. */
  private static final int LONGEST = 128;

  /** What a contestant did with some texts. */
  record Result(
      double textsPerSecond, double ratioToShipped, double leastCosine, List<Double> rounds) {}

  /**
   * What some texts gave.
   *
   * @param matrixProducts part of the model's time that its matrix products take at this length
   */
  record Race(
      int texts, double tokensPerText, double matrixProducts, Map<String, Result> results) {}

  /** All figures; the static model's in texts a second. */
  record Figures(Map<String, Race> races, List<Double> staticModel) {}

  @Override
  public Object measure(Path root) throws IOException, OrtException {
    Corpus corpus = Corpus.read(root);
    Map<String, Race> races = new LinkedHashMap<>();
    List<Double> staticModel;
    FreshetContestant ours = FreshetContestant.standard();
    List<Contestant> all = new ArrayList<>();
    try {
      all.add(
          new ShippedLangChain4j(root.resolve("bench").resolve("target").resolve("langchain4j")));
      all.add(LangChain4jContestant.batched());
      all.add(ours);
      all.add(LangChain4jContestant.rowByRow());
      races.put("mixed short texts", race(ours, all, mixed(ours, corpus)));
      races.put("128-token texts", race(ours, all, full(ours, corpus)));
      staticModel = staticModel(corpus.upTo(LONGEST, ours::tokens));
    } finally {
      all.forEach(Contestant::close);
      ours.close();
    }
    return new Figures(races, staticModel);
  }

  private static List<String> mixed(FreshetContestant ours, Corpus corpus) {
    return corpus.upTo(LONGEST, ours::tokens).documents().stream().limit(TEXTS).toList();
  }

  private static List<String> full(FreshetContestant ours, Corpus corpus) {
    Chunker chunker = new RecursiveChunker(ours::tokens, LONGEST, 0);
    return chunker.split(String.join(" ", corpus.documents())).stream()
        .filter(text -> ours.tokens(text) > LONGEST - 10)
        .limit(TEXTS)
        .toList();
  }

  private static Race race(FreshetContestant ours, List<Contestant> contestants, List<String> texts)
      throws IOException, OrtException {
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    Map<String, List<float[]>> vectors = new LinkedHashMap<>();
    for (int round = 0; round <= ROUNDS; round++) {
      for (Contestant each : contestants) {
        Contestant.Timed timed = each.embed(texts);
        vectors.put(each.name(), timed.vectors());
        if (round > 0) {
          rates
              .computeIfAbsent(each.name(), name -> new ArrayList<>())
              .add(texts.size() / timed.seconds());
        }
      }
    }
    double tokens = texts.stream().mapToInt(ours::tokens).average().orElseThrow();
    double products = OperatorTimes.of(defaultGraph(), (int) Math.round(tokens)).share("MatMul");
    System.out.printf(
        Locale.ROOT,
        "%d texts of %.0f tokens on average, %d rounds; matrix products are %.0f %% of the model%n",
        texts.size(),
        tokens,
        ROUNDS,
        100 * products);
    return new Race(texts.size(), tokens, products, results(ours.name(), rates, vectors));
  }

  private static Map<String, Result> results(
      String ours, Map<String, List<Double>> rates, Map<String, List<float[]>> vectors) {
    double shipped = Quantile.median(rates.values().iterator().next());
    Map<String, Result> results = new LinkedHashMap<>();
    rates.forEach(
        (name, rounds) -> {
          double rate = Quantile.median(rounds);
          double cosine = leastCosine(get(vectors, ours), get(vectors, name));
          results.put(name, new Result(rate, rate / shipped, cosine, rounds));
          System.out.printf(
              Locale.ROOT,
              "  %-24s %,7.0f texts/s  %5.2f x  least cosine to ours %.6f%n",
              name,
              rate,
              rate / shipped,
              cosine);
        });
    return results;
  }

  private static List<Double> staticModel(Corpus corpus) {
    List<Double> rounds = new ArrayList<>();
    List<String> texts = corpus.numbered(STATIC_TEXTS);
    try (FreshetContestant model = FreshetContestant.ofStaticModel()) {
      for (int round = 0; round <= ROUNDS; round++) {
        double rate = texts.size() / model.embed(texts).seconds();
        if (round > 0) {
          rounds.add(rate);
        }
      }
      System.out.printf(Locale.ROOT, "%s %,.0f texts/s%n", model.name(), Quantile.median(rounds));
    }
    return rounds;
  }

  private static byte[] defaultGraph() throws IOException {
    try (InputStream graph =
        Objects.requireNonNull(
            EmbeddingScenario.class.getResourceAsStream("/all-minilm-l6-v2-q.onnx"))) {
      return graph.readAllBytes();
    }
  }

  private static List<float[]> get(Map<String, List<float[]>> vectors, String name) {
    return Objects.requireNonNull(vectors.get(name));
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
