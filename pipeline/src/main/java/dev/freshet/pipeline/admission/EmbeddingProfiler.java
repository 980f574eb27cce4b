package dev.freshet.pipeline.admission;

import dev.freshet.core.cost.CostModel;
import dev.freshet.core.cost.Timing;
import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Measures how long a model takes for batches of several sizes. Each round measures every size
 * once, so that a disturbance of some seconds does not fall on one size alone. It ends after a time
 * budget and skips a size that would not fit into the rest of it. Not thread-safe.
 */
public final class EmbeddingProfiler {

  /** Enough sizes and repeats to fit a straight line to. */
  private static final List<Integer> SIZES = List.of(1, 4, 16, 64, 160);

  private static final int REPEATS = 5;

  /** A service costs money or quota: ten calls with 131 texts in all. */
  private static final List<Integer> SIZES_OF_A_SERVICE = List.of(1, 8, 32);

  private static final int REPEATS_OF_A_SERVICE = 3;

  private static final int WARM_UPS = 2;
  private static final int LEAST_SIZES = 3;
  private static final Duration BUDGET = Duration.ofSeconds(45);

  private final Embedder embedder;
  private final LongSupplier nanoTime;
  private final Consumer<String> progress;

  /**
   * @param embedder stays the caller's to close
   * @param nanoTime as {@link System#nanoTime}
   * @param progress takes a short text for every round
   */
  public EmbeddingProfiler(Embedder embedder, LongSupplier nanoTime, Consumer<String> progress) {
    this.embedder = embedder;
    this.nanoTime = nanoTime;
    this.progress = progress;
  }

  /**
   * What was measured.
   *
   * @param sizes by number of texts
   * @param model fitted to all calls
   * @param enough whether enough sizes were measured to fit a line to
   */
  public record Measured(List<SizeTiming> sizes, CostModel model, boolean enough) {}

  /**
   * Measures.
   *
   * @param service whether the model is a service, whose requests cost money or quota
   * @return empty if the model embeds none of the texts
   * @throws dev.freshet.core.error.FreshetException if the model fails as a whole
   */
  public Optional<Measured> measure(TextSample sample, boolean service) {
    List<Integer> sizes = service ? SIZES_OF_A_SERVICE : SIZES;
    int repeats = service ? REPEATS_OF_A_SERVICE : REPEATS;
    long deadline = nanoTime.getAsLong() + BUDGET.toNanos();
    for (int i = 0; i < (service ? 1 : WARM_UPS); i++) {
      progress.accept("warming up");
      time(sample.take(sizes.get(1)));
    }
    Map<Integer, List<Double>> seconds = new TreeMap<>();
    Map<Integer, Long> tokens = new TreeMap<>();
    for (int round = 1; round <= repeats; round++) {
      progress.accept("measuring, round " + round + " of " + repeats);
      double perText = 0;
      for (int size : sizes) {
        double left = (deadline - nanoTime.getAsLong()) / 1e9;
        if (left > 0 && perText * size < left) {
          List<String> texts = sample.take(size);
          Call call = time(texts);
          perText = call.seconds() / size;
          seconds.computeIfAbsent(size, each -> new ArrayList<>()).add(call.seconds());
          tokens.put(size, call.tokens());
        }
      }
    }
    return measured(seconds, tokens);
  }

  private static Optional<Measured> measured(
      Map<Integer, List<Double>> seconds, Map<Integer, Long> tokens) {
    List<Timing> timings = new ArrayList<>();
    List<SizeTiming> sizes = new ArrayList<>();
    seconds.forEach(
        (size, each) -> {
          long embedded = tokens.getOrDefault(size, 0L);
          each.forEach(one -> timings.add(new Timing(embedded, one)));
          sizes.add(SizeTiming.of(size, embedded, each));
        });
    return CostModel.fit(timings)
        .map(model -> new Measured(List.copyOf(sizes), model, sizes.size() >= LEAST_SIZES));
  }

  private record Call(double seconds, long tokens) {}

  private Call time(List<String> texts) {
    long started = nanoTime.getAsLong();
    List<EmbedOutcome> outcomes = embedder.embed(texts, InputType.DOCUMENT);
    double seconds = (nanoTime.getAsLong() - started) / 1e9;
    long tokens = 0;
    for (int i = 0; i < texts.size(); i++) {
      if (outcomes.get(i) instanceof EmbedOutcome.Embedded) {
        tokens += embedder.countTokens(texts.get(i));
      }
    }
    return new Call(seconds, tokens);
  }
}
