package dev.freshet.pipeline.cluster;

import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.EmbedderSpec;
import dev.freshet.core.embed.InputType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Embeds small batches by the driver's model and large ones by the same model on the executors. A
 * vector depends on its text and the fingerprint only, so it is the same from both. Thread-safe.
 */
final class ExecutorEmbedder implements Embedder {

  private static final Logger LOGGER = LoggerFactory.getLogger(ExecutorEmbedder.class);

  private final Embedder local;
  private final EmbedderRecipe recipe;
  private final ExecutorPool executors;
  private final long tokensPerTask;

  /**
   * @param local stays the caller's to close
   * @param recipe opens the same model on an executor
   */
  ExecutorEmbedder(
      Embedder local, EmbedderRecipe recipe, ExecutorPool executors, long tokensPerTask) {
    this.local = local;
    this.recipe = recipe;
    this.executors = executors;
    this.tokensPerTask = tokensPerTask;
  }

  @Override
  public EmbedderSpec spec() {
    return local.spec();
  }

  @Override
  public int countTokens(String text) {
    return local.countTokens(text);
  }

  @Override
  public List<EmbedOutcome> embed(List<String> texts, InputType type) {
    // Counting costs less than a hundredth of embedding.
    long[] tokens = texts.stream().mapToLong(local::countTokens).toArray();
    int count = WorkSplit.count(Arrays.stream(tokens).sum(), tokensPerTask, executors.slots());
    List<ArrayList<String>> parts = count < 2 ? List.of() : WorkSplit.cut(texts, tokens, count);
    if (parts.size() < 2 || parts.stream().anyMatch(part -> bytes(part) > WorkSplit.BYTES_MAX)) {
      return local.embed(texts, type);
    }
    return embedParts(texts.size(), parts, type);
  }

  private List<EmbedOutcome> embedParts(int texts, List<ArrayList<String>> parts, InputType type) {
    long started = System.nanoTime();
    EmbedTask task = new EmbedTask(recipe, spec().fingerprint(), executors.threadsPerTask(), type);
    List<EmbedOutcome> outcomes = new ArrayList<>(texts);
    executors.run("embed " + texts + " texts", parts, task).forEach(outcomes::addAll);
    if (outcomes.size() != texts) {
      throw new IllegalStateException(
          "Executors returned %d outcomes for %d texts".formatted(outcomes.size(), texts));
    }
    LOGGER
        .atInfo()
        .addKeyValue("chunks", texts)
        .addKeyValue("task", parts.size())
        .addKeyValue("durationMs", Duration.ofNanos(System.nanoTime() - started).toMillis())
        .log("embedded on executors");
    return outcomes;
  }

  private static long bytes(List<String> texts) {
    return texts.stream().mapToLong(text -> 2L * text.length()).sum();
  }

  /** Does nothing: the caller closes the local model, and executors keep theirs. */
  @Override
  public void close() {}

  /**
   * Embeds a part of a batch.
   *
   * @param fingerprint of the driver's model
   * @param threads most threads of a call
   */
  private record EmbedTask(EmbedderRecipe recipe, String fingerprint, int threads, InputType type)
      implements ExecutorTask<ArrayList<String>, ArrayList<EmbedOutcome>> {

    @Override
    public ArrayList<EmbedOutcome> run(ArrayList<String> texts) {
      return new ArrayList<>(ExecutorModels.model(recipe, fingerprint, threads).embed(texts, type));
    }
  }
}
