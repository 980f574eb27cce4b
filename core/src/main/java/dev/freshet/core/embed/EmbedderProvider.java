package dev.freshet.core.embed;

import dev.freshet.core.config.EmbeddingConfig;

/**
 * Opens models that are not part of Freshet. {@link java.util.ServiceLoader} finds the
 * implementations, so a jar on the class path is enough. They have a public constructor without
 * parameters that does nothing expensive.
 */
public interface EmbedderProvider {

  /** The value of {@code embedding.provider} that selects this one. */
  String name();

  /**
   * Opens the model and finds out its spec. The caller closes it.
   *
   * @param config whose provider is spelled {@link #name()}
   * @throws dev.freshet.core.error.InvalidConfigException if the configuration has to be changed
   * @throws dev.freshet.core.error.FreshetException if the model cannot be reached or read; its
   *     code says whether to try again
   */
  Embedder open(EmbeddingConfig config);
}
