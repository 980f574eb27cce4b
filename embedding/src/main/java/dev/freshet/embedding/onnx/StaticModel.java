package dev.freshet.embedding.onnx;

import dev.freshet.core.embed.EmbedderSpec;
import dev.freshet.core.error.FreshetException;
import dev.freshet.embedding.model.ContentChecksum;
import dev.freshet.embedding.model.Fingerprint;
import dev.freshet.embedding.model.ModelFiles;
import dev.freshet.embedding.model.ModelSettings;
import dev.freshet.embedding.model.Pooling;
import dev.freshet.embedding.token.WordPieceTokenizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The static model for drafts and load tests: a table of token vectors, computed with the default
 * model (its teacher) once per machine and kept in a cache directory. It takes and refuses the same
 * texts as its teacher.
 */
public final class StaticModel {

  /** The name of the model in the configuration. */
  public static final String NAME = "static-minilm";

  /** Part of the cache key: change it when the table is computed in another way. */
  private static final String METHOD = "zipf-sif-1";

  private static final Logger LOGGER = LoggerFactory.getLogger(StaticModel.class);

  private StaticModel() {}

  /**
   * Opens the model with the tables of this user, in the cache directory of the XDG base
   * directories.
   *
   * @throws FreshetException MODEL_UNREADABLE if the teacher's files are damaged
   */
  public static InProcessEmbedder open(ModelFiles teacher, int threads) {
    return open(teacher, userCache(), threads);
  }

  private static TableCache userCache() {
    String configured = System.getenv("XDG_CACHE_HOME");
    Path caches =
        configured == null || configured.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(configured);
    return new TableCache(caches.resolve("freshet"));
  }

  /**
   * Takes the table from {@code cache}. If it is not there, computes it, which is seconds of work
   * for every thread, and stores it there.
   */
  static InProcessEmbedder open(ModelFiles teacher, TableCache cache, int threads) {
    WordPieceTokenizer tokenizer = teacher.readTokenizer();
    String key = key(teacher);
    TableCache.Hashed hashed =
        cache
            .find(key)
            .orElseGet(
                () -> {
                  TableCache.Hashed computed =
                      TableCache.Hashed.of(distilled(teacher, tokenizer, threads));
                  cache.store(key, computed);
                  return computed;
                });
    TokenTable table = hashed.table();
    ModelSettings settings =
        new ModelSettings(Pooling.MEAN, teacher.settings().maxTokens(), "", "");
    EmbedderSpec spec =
        new EmbedderSpec(
            NAME, table.dimension(), settings.maxTokens(), fingerprint(hashed.hash(), teacher));
    return new InProcessEmbedder(spec, settings, tokenizer, table, threads);
  }

  /** Names what the table is computed from. */
  private static String key(ModelFiles teacher) {
    return Fingerprint.of(
        NAME,
        List.of(
            METHOD,
            ContentChecksum.of(teacher.onnx()),
            ContentChecksum.of(teacher.tokenizer()),
            teacher.settings().toString().replace("\n", "\\n"),
            OnnxModel.runtimeVersion()));
  }

  private static TokenTable distilled(ModelFiles files, WordPieceTokenizer tokenizer, int threads) {
    long start = System.nanoTime();
    LOGGER.atInfo().addKeyValue("model", NAME).log("computing the static model, once per machine");
    OnnxModel teacher = OnnxModel.load(files);
    try {
      TokenTable table = new TableDistiller(teacher, tokenizer, threads).distil();
      LOGGER
          .atInfo()
          .addKeyValue("model", NAME)
          .addKeyValue("durationMs", Duration.ofNanos(System.nanoTime() - start).toMillis())
          .log("static model computed");
      return table;
    } finally {
      teacher.close();
    }
  }

  /** Depends on the table's content: tables of different processors may differ in the last bits. */
  private static String fingerprint(String tableHash, ModelFiles teacher) {
    return Fingerprint.of(
        NAME,
        List.of(
            tableHash,
            Fingerprint.hash(teacher.tokenizer()),
            String.valueOf(teacher.settings().maxTokens())));
  }
}
