package dev.freshet.embedding;

import dev.freshet.core.config.reading.NearestPath;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.embedding.model.BuiltInModel;
import dev.freshet.embedding.model.ModelDirectory;
import dev.freshet.embedding.model.ModelFiles;
import dev.freshet.embedding.onnx.InProcessEmbedder;
import dev.freshet.embedding.onnx.StaticModel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens embedding models by name or by directory. */
public final class EmbeddingModels {

  private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddingModels.class);

  private EmbeddingModels() {}

  /**
   * The names of the built-in models, the default first. {@code all-minilm-l6-v2-fp32} opens only
   * if its artifact is on the class path; all others are bundled.
   */
  public static List<String> names() {
    return Stream.concat(BuiltInModel.names().stream(), Stream.of(StaticModel.NAME)).toList();
  }

  /**
   * Whether the model runs a graph. A graph takes milliseconds per text, so it pays to spread many
   * texts over several machines; a table of token vectors takes microseconds, less than sending the
   * text.
   */
  public static boolean isGraph(String model) {
    return !model.equals(StaticModel.NAME);
  }

  /** As {@link #open(String, int)} with a thread per processor. */
  public static Embedder open(String model) {
    return open(model, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Opens a model. That takes about a second, loading the native library included, and about 200 MB
   * of memory for the default model. Share one per process: all threads may use it.
   *
   * @param model one of {@link #names()}, or a directory with {@code model.onnx} and {@code
   *     tokenizer.json}
   * @param threads most threads one call works with, at least 1; the calling thread is one of them
   * @throws InvalidConfigException if {@code model} is neither, or {@code threads} is below 1
   * @throws FreshetException MODEL_UNREADABLE if its files are missing or damaged
   */
  public static Embedder open(String model, int threads) {
    if (threads < 1) {
      throw new InvalidConfigException(
          "Cannot open embedding model `%s`: %d threads. Give it at least 1."
              .formatted(model, threads));
    }
    long start = System.nanoTime();
    Embedder embedder = opened(model, threads);
    LOGGER
        .atInfo()
        .addKeyValue("model", embedder.spec().model())
        .addKeyValue("version", embedder.spec().fingerprint())
        .addKeyValue("durationMs", Duration.ofNanos(System.nanoTime() - start).toMillis())
        .log("embedding model opened");
    return embedder;
  }

  private static Embedder opened(String model, int threads) {
    return model.equals(StaticModel.NAME)
        ? StaticModel.open(BuiltInModel.ALL_MINILM_L6_V2.read(), threads)
        : InProcessEmbedder.open(files(model), threads);
  }

  private static ModelFiles files(String model) {
    Optional<BuiltInModel> builtIn = BuiltInModel.named(model);
    if (builtIn.isPresent()) {
      return builtIn.get().read();
    }
    return directory(model).map(ModelDirectory::new).orElseThrow(() -> unknown(model)).read();
  }

  private static Optional<Path> directory(String model) {
    try {
      return Optional.of(Path.of(model)).filter(Files::isDirectory);
    } catch (InvalidPathException noPath) {
      return Optional.empty();
    }
  }

  private static InvalidConfigException unknown(String model) {
    String nearest =
        names().stream()
            .min(Comparator.comparingInt(name -> NearestPath.editDistance(model, name)))
            .filter(name -> NearestPath.editDistance(model, name) <= name.length() / 2)
            .map(name -> " Did you mean `%s`?".formatted(name))
            .orElse("");
    return new InvalidConfigException(
        "Cannot open embedding model `%s`: it is neither a built-in model (%s) nor a directory.%s Fix `embedding.model`."
            .formatted(model, String.join(", ", names()), nearest));
  }
}
