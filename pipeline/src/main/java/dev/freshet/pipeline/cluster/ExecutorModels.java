package dev.freshet.pipeline.cluster;

import dev.freshet.core.embed.Embedder;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The models of an executor's process: one per fingerprint, opened by the first task that needs it
 * and shared by all, until the process ends with its application.
 */
final class ExecutorModels {

  private static final Map<String, Embedder> MODELS = new ConcurrentHashMap<>();

  private ExecutorModels() {}

  /**
   * The model with the driver's fingerprint. Other tasks wait while it is opened. After a failure
   * the next task tries again.
   *
   * @throws FreshetException FINGERPRINT_MISMATCH if the recipe makes another model here
   */
  static Embedder model(EmbedderRecipe recipe, String fingerprint, int threads) {
    return MODELS.computeIfAbsent(fingerprint, expected -> open(recipe, expected, threads));
  }

  private static Embedder open(EmbedderRecipe recipe, String expected, int threads) {
    Embedder opened = recipe.open(threads);
    String found = opened.spec().fingerprint();
    if (found.equals(expected)) {
      return opened;
    }
    opened.close();
    throw new FreshetException(
        ErrorCode.FINGERPRINT_MISMATCH,
        "Cannot embed on an executor: the model %s is %s there and %s on the driver. Give all machines the same Freshet and the same model files."
            .formatted(opened.spec().model(), found, expected));
  }
}
