package dev.freshet.pipeline.cluster;

import dev.freshet.core.embed.Embedder;
import dev.freshet.core.vector.VectorTableWriter;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Which work of a batch goes to the executors. With a local master none does: executors are then
 * threads of this process, which model and table use already.
 *
 * @param recipe how executors open the model; empty for a model that only the driver may call (a
 *     service, whose quotas and breaker are kept here) or that is not worth it
 * @param switchPoint how much work is worth a task
 */
public record Distribution(Optional<EmbedderRecipe> recipe, SwitchPoint switchPoint) {

  /** With the switch point that is right outside of tests. */
  public static Distribution of(Optional<EmbedderRecipe> recipe) {
    return new Distribution(recipe, SwitchPoint.STANDARD);
  }

  /**
   * {@code local} itself, or one that sends large batches to the executors of {@code spark}.
   *
   * @param local stays the caller's to close
   */
  public Embedder embedder(Embedder local, SparkSession spark) {
    if (recipe.isEmpty() || spark.sparkContext().isLocal()) {
      return local;
    }
    return new ExecutorEmbedder(
        local, recipe.get(), SparkExecutors.of(spark), switchPoint.tokensPerTask());
  }

  /**
   * {@code local} itself, or one that lets the executors of {@code spark} write large batches.
   *
   * @param local closed with what is returned
   */
  public VectorTableWriter writer(VectorTableWriter local, SparkSession spark) {
    return spark.sparkContext().isLocal()
        ? local
        : new ExecutorWriter(local, SparkExecutors.of(spark), switchPoint.rowsPerTask());
  }
}
