package dev.freshet.core.embed;

import dev.freshet.core.config.EmbeddingConfig;

/**
 * Opens models that Freshet does not bring itself. Implementations are found by {@link
 * java.util.ServiceLoader}: a jar on the class path is all it takes. They have a public constructor
 * without parameters that does nothing costly.
 */
public interface EmbedderProvider {

  /** What {@code embedding.provider} must be for this one. */
  String name();

  /**
   * Opens the model, so far that its spec is known. The caller closes it.
   *
   * @param config whose provider is spelled {@link #name()}
   * @throws dev.freshet.core.error.InvalidConfigException if a person must mend the configuration
   * @throws dev.freshet.core.error.FreshetException if the model cannot be reached or read; its
   *     code says whether to try again
   */
  Embedder open(EmbeddingConfig config);
}
