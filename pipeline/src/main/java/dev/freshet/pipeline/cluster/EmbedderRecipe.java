package dev.freshet.pipeline.cluster;

import dev.freshet.core.embed.Embedder;
import java.io.Serializable;

/**
 * How an executor opens the driver's model for itself. A small value, such as the model's name,
 * that every task carries.
 */
@FunctionalInterface
public interface EmbedderRecipe extends Serializable {

  /**
   * Opens the model. Called once in each executor's process, which keeps it until it ends.
   *
   * @param threads most threads one call may work with, at least 1
   * @throws dev.freshet.core.error.FreshetException as on the driver
   */
  Embedder open(int threads);
}
