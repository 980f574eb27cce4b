package dev.freshet.embedding.onnx;

import dev.freshet.core.DaemonThreads;
import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.EmbedderSpec;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.embed.UnitVector;
import dev.freshet.core.error.FreshetException;
import dev.freshet.embedding.model.ModelFiles;
import dev.freshet.embedding.model.ModelSettings;
import dev.freshet.embedding.model.UnreadableModelException;
import dev.freshet.embedding.token.UnknownWords;
import dev.freshet.embedding.token.WordPieceTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A sentence model in this process: a BERT-type graph or a table of token vectors. Each text goes
 * through the model alone, so its vector depends only on the text and the fingerprint.
 *
 * <p>Blank text is embedded as the model's special tokens alone, a unit vector like any other;
 * callers drop blank texts where these mean nothing. Control characters, U+FFFD and surrogates
 * without their other half are dropped, as the model's own tokenizer does. A word that is not in
 * the vocabulary is embedded as one token; if documents consist mostly of such words, a warning is
 * logged once.
 */
public final class InProcessEmbedder implements Embedder {

  private final EmbedderSpec spec;
  private final ModelSettings settings;
  private final WordPieceTokenizer tokenizer;
  private final TokenModel model;
  private final UnknownWords unknownWords;
  private final int threads;
  private final ExecutorService helpers;

  /**
   * @param spec describes {@code model} and {@code tokenizer} together
   * @param model closed with the embedder
   * @param threads most threads one call works with, the calling thread included
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
    // A fixed pool creates its threads on demand, so a model that embeds single texts has none.
    this.helpers =
        Executors.newFixedThreadPool(
            Math.max(1, threads - 1), DaemonThreads.numbered("freshet-embed"));
  }

  /**
   * Loads the model and tests it on a longest and a shortest text of the highest token id, so that
   * files that do not belong together fail here and not on the first document.
   *
   * @throws FreshetException MODEL_UNREADABLE if the files are damaged or of another kind
   */
  public static InProcessEmbedder open(ModelFiles files, int threads) {
    WordPieceTokenizer tokenizer = files.readTokenizer();
    TokenModel model = OnnxModel.load(files);
    try {
      int dimension = trial(model, tokenizer, files, files.settings().maxTokens());
      int ofShortest = trial(model, tokenizer, files, WordPieceTokenizer.SPECIAL_TOKENS);
      if (ofShortest != dimension) {
        throw new UnreadableModelException(
            files.name(),
            "its graph gives %d components for a text of %d tokens and %d for one of %d"
                .formatted(
                    dimension,
                    files.settings().maxTokens(),
                    ofShortest,
                    WordPieceTokenizer.SPECIAL_TOKENS),
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

  /** Counts the text with the prefix of documents, if the model has one. */
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
      unknownWords.check(encoded);
    }
    new TextBatch<EmbedOutcome>(encoded, this::outcome, outcomes).run(helpers, threads - 1);
    return List.of(outcomes);
  }

  /** Waits at most thirty seconds for running work; texts that have not begun fail. */
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
    return UnitVector.of(model.infer(ids))
        .<EmbedOutcome>map(EmbedOutcome.Embedded::new)
        .orElseGet(
            () ->
                new EmbedOutcome.Rejected(
                    "model %s gives no direction for this text of %d tokens"
                        .formatted(spec.model(), ids.length)));
  }
}
