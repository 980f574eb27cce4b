package dev.freshet.bench.rig;

import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.embedding.EmbeddingModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Any number of different short texts, each of two sentences of real texts drawn with a fixed seed,
 * and their vectors by the static model, which are cheap. Thread-safe.
 */
public final class Notes implements AutoCloseable {

  /** The model's name in a configuration. */
  public static final String MODEL = "static-minilm";

  private static final int SENTENCE_CHARS_MIN = 30;

  private final List<String> sentences;
  private final Embedder embedder;
  private final Random random = new Random(11);

  private Notes(List<String> sentences, Embedder embedder) {
    this.sentences = sentences;
    this.embedder = embedder;
  }

  /**
   * @param root the checkout, built
   */
  public static Notes open(Path root) {
    Embedder embedder = EmbeddingModels.open(MODEL);
    // Two of them together are no longer than what the model takes.
    int tokensMax = embedder.spec().maxTokens() / 2;
    List<String> sentences = new ArrayList<>();
    for (String document : Corpus.read(root).documents()) {
      for (String sentence : document.split("(?<=[.;:])\\s+|\\n+")) {
        if (sentence.length() >= SENTENCE_CHARS_MIN
            && embedder.countTokens(sentence) <= tokensMax) {
          sentences.add(sentence);
        }
      }
    }
    return new Notes(sentences, embedder);
  }

  /** The model. */
  public Embedder embedder() {
    return embedder;
  }

  /** New texts; by a rare chance one comes twice. */
  public synchronized List<String> next(int count) {
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(sentence() + " " + sentence());
    }
    return texts;
  }

  private String sentence() {
    return sentences.get(random.nextInt(sentences.size()));
  }

  /** One vector of unit length per text. */
  public List<float[]> vectors(List<String> texts) {
    return embedder.embed(texts, InputType.DOCUMENT).stream()
        .map(outcome -> ((EmbedOutcome.Embedded) outcome).vector())
        .toList();
  }

  @Override
  public void close() {
    embedder.close();
  }
}
