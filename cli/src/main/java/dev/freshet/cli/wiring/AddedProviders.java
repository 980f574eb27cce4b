package dev.freshet.cli.wiring;

import dev.freshet.core.config.EmbeddingConfig;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.EmbedderProvider;
import dev.freshet.core.error.InvalidConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Providers of embedding models that are in jars beside Freshet.
 *
 * @param found the providers, in the order of the class path
 */
record AddedProviders(List<EmbedderProvider> found) {

  /**
   * Finds the providers on the class path.
   *
   * @throws InvalidConfigException if a provider is there and cannot be loaded
   */
  static AddedProviders onClassPath() {
    List<EmbedderProvider> found = new ArrayList<>();
    try {
      ServiceLoader.load(EmbedderProvider.class, AddedProviders.class.getClassLoader())
          .forEach(found::add);
    } catch (ServiceConfigurationError damaged) {
      throw new InvalidConfigException(
          "Cannot use the jars in models/: a provider of embedding models does not load (%s). Build the jars again for this version of Freshet, as extensions/embedding-langchain4j/README.md says."
              .formatted(damaged.getMessage()));
    }
    return new AddedProviders(found);
  }

  /** Opens the model with the provider of that name. */
  Embedder open(EmbeddingConfig config) {
    String name = config.provider().spelling();
    return found.stream()
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidConfigException(
                    "Cannot use embedding.provider %s: its adapter is not on the class path. Put the jars of the adapter and of the model's provider into models/: extensions/embedding-langchain4j/README.md has the command."
                        .formatted(name)))
        .open(config);
  }
}
