package dev.freshet.embedding.onnx;

import dev.freshet.core.embed.EmbedderSpec;
import dev.freshet.core.error.FreshetException;
import dev.freshet.embedding.token.WordPieceTokenizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The static model for drafts and load tests: a table of token vectors, made of the default model
 * once per machine and kept in a cache directory. It takes and refuses the same texts as its
 * teacher.
 */
public final class StaticModel {

  public static final String NAME = "static-minilm";

  /** Part of the cache key: raise it when the table is made in another way. */
  private static final String METHOD = "zipf-sif-1";

  private static final Logger LOGGER = LoggerFactory.getLogger(StaticModel.class);

  private StaticModel() {}

  /** Where tables are kept for this user: the cache directory of the XDG base directories. */
  public static TableCache userCache() {
    String configured = System.getenv("XDG_CACHE_HOME");
    Path caches =
        configured == null || configured.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(configured);
    return new TableCache(caches.resolve("freshet"));
  }

  /**
   * Takes the table from {@code cache}; if it is not there, makes it, which is seconds of work for
   * every thread, and leaves it there.
   *
   * @throws FreshetException MODEL_UNREADABLE if the teacher's files are damaged
   */
  public static InProcessEmbedder open(ModelFiles teacher, TableCache cache, int threads) {
    WordPieceTokenizer tokenizer = teacher.readTokenizer();
    String key =
        Fingerprint.of(NAME, List.of(METHOD, teacher.fingerprint(OnnxModel.runtimeVersion())));
    TokenTable table =
        cache
            .find(key)
            .orElseGet(
                () -> {
                  TokenTable made = distilled(teacher, tokenizer, threads);
                  cache.store(key, made);
                  return made;
                });
    ModelSettings settings =
        new ModelSettings(Pooling.MEAN, teacher.settings().maxTokens(), "", "");
    EmbedderSpec spec =
        new EmbedderSpec(
            NAME, table.dimension(), settings.maxTokens(), fingerprint(table, teacher));
    return new InProcessEmbedder(spec, settings, tokenizer, table, threads);
  }

  private static TokenTable distilled(ModelFiles files, WordPieceTokenizer tokenizer, int threads) {
    long start = System.nanoTime();
    LOGGER.atInfo().addKeyValue("model", NAME).log("making the static model, once per machine");
    OnnxModel teacher = OnnxModel.load(files);
    try {
      TokenTable table = new TableDistiller(teacher, tokenizer, threads).distil();
      LOGGER
          .atInfo()
          .addKeyValue("model", NAME)
          .addKeyValue("durationMs", Duration.ofNanos(System.nanoTime() - start).toMillis())
          .log("static model made");
      return table;
    } finally {
      teacher.close();
    }
  }

  /** Of the table's content: tables made on different processors may differ in their last bits. */
  private static String fingerprint(TokenTable table, ModelFiles teacher) {
    return Fingerprint.of(
        NAME,
        List.of(
            Fingerprint.hash(table.toBytes()),
            Fingerprint.hash(teacher.tokenizer()),
            String.valueOf(teacher.settings().maxTokens())));
  }
}
