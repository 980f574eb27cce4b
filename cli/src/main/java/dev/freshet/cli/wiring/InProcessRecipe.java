package dev.freshet.cli.wiring;

import dev.freshet.core.embed.Embedder;
import dev.freshet.embedding.EmbeddingModels;
import dev.freshet.pipeline.cluster.EmbedderRecipe;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens the model of the same name on an executor.
 *
 * @param model a built-in model, or the absolute path of a directory that is there on every machine
 */
record InProcessRecipe(String model) implements EmbedderRecipe {

  /** Executors run in other directories, where a relative path would name another directory. */
  static InProcessRecipe of(String model) {
    boolean isDirectory =
        !EmbeddingModels.names().contains(model) && Files.isDirectory(Path.of(model));
    return new InProcessRecipe(isDirectory ? Path.of(model).toAbsolutePath().toString() : model);
  }

  @Override
  public Embedder open(int threads) {
    return EmbeddingModels.open(model, threads);
  }
}
