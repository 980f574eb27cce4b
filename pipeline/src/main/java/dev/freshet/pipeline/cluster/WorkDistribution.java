package dev.freshet.pipeline.cluster;

import dev.freshet.core.embed.Embedder;
import dev.freshet.core.vector.VectorTableWriter;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Which work of a batch goes to the executors. With a local master no work does: executors are then
 * threads of this process, which model and table already use.
 *
 * @param recipe how executors open the model; empty for a model that is too fast to be worth it,
 *     and for a service, which only the driver may call because it keeps its quotas and circuit
 *     breaker
 * @param switchPoint how much work is worth a task
 */
public record WorkDistribution(Optional<EmbedderRecipe> recipe, SwitchPoint switchPoint) {

  /** With the standard switch point. */
  public static WorkDistribution of(Optional<EmbedderRecipe> recipe) {
    return new WorkDistribution(recipe, SwitchPoint.STANDARD);
  }

  /**
   * Returns {@code local}, or a model that sends large batches to the executors of {@code spark}.
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
   * Returns {@code local}, or a writer that lets the executors of {@code spark} write large
   * batches.
   *
   * @param local is closed with the writer that is returned
   */
  public VectorTableWriter writer(VectorTableWriter local, SparkSession spark) {
    return spark.sparkContext().isLocal()
        ? local
        : new ExecutorWriter(local, SparkExecutors.of(spark), switchPoint.rowsPerTask());
  }
}
