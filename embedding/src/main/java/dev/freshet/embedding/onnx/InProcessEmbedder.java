package dev.freshet.embedding.onnx;

import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.EmbedderSpec;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.error.FreshetException;
import dev.freshet.embedding.token.UnknownWords;
import dev.freshet.embedding.token.WordPieceTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A sentence model in this process: a BERT-type graph or a table of token vectors. Each text goes
 * through the model alone, so its vector depends on nothing but the text and the fingerprint.
 *
 * <p>Blank text is embedded as the model's special tokens alone, a unit vector like any other;
 * callers drop blank texts where they mean nothing. Control characters, U+FFFD and surrogates
 * without their other half are dropped, as the model's tokenizer does. Words the vocabulary does
 * not know are embedded as one token; documents that consist of them bring a warning, once.
 */
public final class InProcessEmbedder implements Embedder {

  /** Of a text without a word. */
  private static final int SPECIAL_TOKENS = 2;

  private final EmbedderSpec spec;
  private final ModelSettings settings;
  private final WordPieceTokenizer tokenizer;
  private final TokenModel model;
  private final UnknownWords unknownWords;
  private final int threads;
  private final ExecutorService helpers;

  /**
   * @param spec what {@code model} and {@code tokenizer} make together
   * @param model the embedder's own from now on: closed with it
   * @param threads most threads one call works with, the calling one included
   */
  InProcessEmbedder(
      EmbedderSpec spec,
      ModelSettings settings,
      WordPieceTokenizer tokenizer,
      TokenModel model,
      int threads) {
    this.spec = spec;
    this.settings = settings;
    this.tokenizer = tokenizer;
    this.model = model;
    this.unknownWords = new UnknownWords(spec.model(), tokenizer.unknownId());
    this.threads = threads;
    AtomicInteger number = new AtomicInteger();
    // A fixed pool creates its threads on demand, so a model that sees single texts has none.
    this.helpers =
        Executors.newFixedThreadPool(
            Math.max(1, threads - 1),
            task -> {
              Thread thread = new Thread(task, "freshet-embed-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Loads the model and tries it out on texts of the greatest and of the least length with the
   * highest token id, so that files that do not belong together fail here and not on a customer's
   * document.
   *
   * @throws FreshetException MODEL_UNREADABLE if the files are damaged or of another kind
   */
  public static InProcessEmbedder open(ModelFiles files, int threads) {
    WordPieceTokenizer tokenizer = files.readTokenizer();
    TokenModel model = OnnxModel.load(files);
    try {
      int dimension = trial(model, tokenizer, files, files.settings().maxTokens());
      int ofShortest = trial(model, tokenizer, files, SPECIAL_TOKENS);
      if (ofShortest != dimension) {
        throw new UnreadableModelException(
            files.name(),
            "its graph gives %d components for a text of %d tokens and %d for one of %d"
                .formatted(dimension, files.settings().maxTokens(), ofShortest, SPECIAL_TOKENS),
            null);
      }
      EmbedderSpec spec =
          new EmbedderSpec(
              files.name(),
              dimension,
              files.settings().maxTokens(),
              files.fingerprint(OnnxModel.runtimeVersion()));
      return new InProcessEmbedder(spec, files.settings(), tokenizer, model, threads);
    } catch (RuntimeException | Error failure) {
      model.close();
      throw failure;
    }
  }

  private static int trial(
      TokenModel model, WordPieceTokenizer tokenizer, ModelFiles files, int tokens) {
    int[] ids = new int[tokens];
    Arrays.fill(ids, tokenizer.highestId());
    try {
      return model.infer(ids).length;
    } catch (UnreadableModelException misfit) {
      throw misfit;
    } catch (FreshetException failure) {
      throw new UnreadableModelException(
          files.name(),
          "its graph fails on %d tokens with id %d, so graph, tokenizer and token limit do not belong together"
              .formatted(ids.length, tokenizer.highestId()),
          failure);
    }
  }

  @Override
  public EmbedderSpec spec() {
    return spec;
  }

  /** With the prefix of documents, where the model has one. */
  @Override
  public int countTokens(String text) {
    return encode(text, InputType.DOCUMENT).length;
  }

  @Override
  public List<EmbedOutcome> embed(List<String> texts, InputType type) {
    EmbedOutcome[] outcomes = new EmbedOutcome[texts.size()];
    List<int[]> encoded = new ArrayList<>(texts.size());
    for (String text : texts) {
      encoded.add(encode(text, type));
    }
    if (type == InputType.DOCUMENT) {
      unknownWords.warnsOf(encoded);
    }
    new TextBatch<EmbedOutcome>(encoded, this::outcome, outcomes).run(helpers, threads - 1);
    return List.of(outcomes);
  }

  /** Waits at most thirty seconds for running work; texts not yet begun fail. */
  @Override
  public void close() {
    helpers.shutdown();
    model.close();
  }

  private int[] encode(String text, InputType type) {
    String prefix = type == InputType.QUERY ? settings.queryPrefix() : settings.documentPrefix();
    return tokenizer.encode(prefix.isEmpty() ? text : prefix + text);
  }

  private EmbedOutcome outcome(int[] ids) {
    if (ids.length > spec.maxTokens()) {
      return new EmbedOutcome.Rejected(
          "text has %d tokens, model %s takes at most %d"
              .formatted(ids.length, spec.model(), spec.maxTokens()));
    }
    float[] vector = model.infer(ids);
    return toUnitLength(vector)
        ? new EmbedOutcome.Embedded(vector)
        : new EmbedOutcome.Rejected(
            "model %s gives no direction for this text of %d tokens"
                .formatted(spec.model(), ids.length));
  }

  /** Scales in place; false if the vector is zero or not finite, which has no direction. */
  private static boolean toUnitLength(float[] vector) {
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    double length = Math.sqrt(squares);
    if (!Double.isFinite(length) || length == 0) {
      return false;
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (vector[i] / length);
    }
    return true;
  }
}
