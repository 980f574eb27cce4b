package dev.freshet.pipeline.cache;

import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.EmbedderSpec;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.embed.ServiceCounts;
import dev.freshet.storage.damage.DamageListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model in front of which a local directory remembers vectors: a text that was embedded before,
 * in this process or an earlier one, is not embedded again. The vector is the same bit for bit.
 *
 * <p>An entry belongs to text, input type and fingerprint. Texts the model rejects are not
 * remembered: there is nothing to save, since a model rejects by counting tokens. Losing the
 * directory, or any part of it, costs time and nothing else; damage to it never fails a call.
 *
 * <p>Thread-safe; two calls that miss the same text both embed it. One process at a time.
 */
public final class CachingEmbedder implements Embedder {

  private final Embedder model;
  private final VectorCache cache;

  private CachingEmbedder(Embedder model, VectorCache cache) {
    this.model = model;
    this.cache = cache;
  }

  /**
   * Opens the cache in {@code dir}, which is made if it is missing and set aside if it is damaged.
   *
   * @param model stays the caller's to close
   * @throws dev.freshet.core.error.FreshetException ALREADY_RUNNING if the directory is in use;
   *     STORE_UNAVAILABLE if the disk does not answer
   */
  public static CachingEmbedder open(Path dir, Embedder model, DamageListener damages) {
    return open(dir, model, CacheSize.standard(), damages);
  }

  static CachingEmbedder open(Path dir, Embedder model, CacheSize size, DamageListener damages) {
    return new CachingEmbedder(model, VectorCache.open(dir, size, damages));
  }

  /**
   * The outcomes of texts, and how many of them were known.
   *
   * @param outcomes one per text, in the order of the texts
   * @param cached texts whose vector was in the cache; the model was asked for all others
   * @param work what the model was asked for
   */
  public record Answer(List<EmbedOutcome> outcomes, int cached, ModelWork work) {

    public Answer {
      outcomes = List.copyOf(outcomes);
    }
  }

  /** As {@link #embed}; also returns how many texts were known and what the others took. */
  public Answer ask(List<String> texts, InputType type) {
    List<byte[]> keys =
        texts.stream().map(text -> CachedVector.key(spec().fingerprint(), type, text)).toList();
    List<float @Nullable []> known = cache.find(keys, spec().dimension());
    List<Integer> missing = new ArrayList<>();
    List<@Nullable EmbedOutcome> outcomes = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      float[] vector = known.get(i);
      outcomes.add(vector == null ? null : new EmbedOutcome.Embedded(vector));
      if (vector == null) {
        missing.add(i);
      }
    }
    ModelWork work = ModelWork.NONE;
    if (!missing.isEmpty()) {
      List<String> asked = missing.stream().map(texts::get).toList();
      long started = System.nanoTime();
      List<EmbedOutcome> answers = model.embed(asked, type);
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      work = new ModelWork(tokens(asked, answers), took);
      remember(missing.stream().map(keys::get).toList(), answers);
      for (int i = 0; i < missing.size(); i++) {
        outcomes.set(missing.get(i), answers.get(i));
      }
    }
    return new Answer(
        outcomes.stream().map(Objects::requireNonNull).toList(),
        texts.size() - missing.size(),
        work);
  }

  private long tokens(List<String> texts, List<EmbedOutcome> outcomes) {
    long tokens = 0;
    for (int i = 0; i < texts.size(); i++) {
      if (outcomes.get(i) instanceof EmbedOutcome.Embedded) {
        tokens += model.countTokens(texts.get(i));
      }
    }
    return tokens;
  }

  private void remember(List<byte[]> keys, List<EmbedOutcome> outcomes) {
    List<byte[]> embedded = new ArrayList<>(keys.size());
    List<float[]> vectors = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      if (outcomes.get(i) instanceof EmbedOutcome.Embedded outcome) {
        embedded.add(keys.get(i));
        vectors.add(outcome.vector());
      }
    }
    cache.put(embedded, vectors);
  }

  @Override
  public EmbedderSpec spec() {
    return model.spec();
  }

  @Override
  public ServiceCounts serviceCounts() {
    return model.serviceCounts();
  }

  @Override
  public int countTokens(String text) {
    return model.countTokens(text);
  }

  @Override
  public List<EmbedOutcome> embed(List<String> texts, InputType type) {
    return ask(texts, type).outcomes();
  }

  /** Closes the cache after the calls under way, and leaves the model open. Idempotent. */
  @Override
  public void close() {
    cache.close();
  }
}
