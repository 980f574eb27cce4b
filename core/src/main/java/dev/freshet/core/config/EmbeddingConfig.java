package dev.freshet.core.config;

/**
 * The embedding model.
 *
 * @param model its name, or a directory with its files; default {@value #DEFAULT_MODEL}, which is
 *     bundled and runs in process
 */
public record EmbeddingConfig(String model) {

  public static final String DEFAULT_MODEL = "all-minilm-l6-v2";

  public EmbeddingConfig {
    if (model.isBlank()) {
      Problems problems = new Problems();
      problems.add(
          "embedding.model",
          "it is blank",
          "Name a model, or leave it out for " + DEFAULT_MODEL + ".");
      problems.throwIfAny();
    }
  }

  public static EmbeddingConfig defaults() {
    return new EmbeddingConfig(DEFAULT_MODEL);
  }
}
