package dev.freshet.pipeline.cluster;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;

/**
 * The executors of a Spark application. A job belongs to the streaming query whose thread asks for
 * it: stopping the query cancels it.
 */
final class SparkExecutors implements ExecutorPool {

  /** Far above any job: only a cluster that has no executors left, or hangs, takes this long. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** A task is cut to take about a second; a slow model or machine takes longer. */
  private static final Duration LIMIT_PER_ROUND = Duration.ofMinutes(1);

  private final JavaSparkContext context;

  private SparkExecutors(JavaSparkContext context) {
    this.context = context;
  }

  static SparkExecutors of(SparkSession spark) {
    return new SparkExecutors(JavaSparkContext.fromSparkContext(spark.sparkContext()));
  }

  @Override
  public int slots() {
    return Math.max(1, context.defaultParallelism() / threadsPerTask());
  }

  @Override
  public int threadsPerTask() {
    return Math.max(1, context.getConf().getInt("spark.task.cpus", 1));
  }

  @Override
  public <P extends Serializable, R extends Serializable> List<R> run(
      String work, List<P> parts, ExecutorTask<P, R> task) {
    int rounds = (parts.size() + slots() - 1) / slots();
    Duration limit = LIMIT.plus(LIMIT_PER_ROUND.multipliedBy(rounds));
    JavaFutureAction<List<R>> job =
        context.parallelize(parts, parts.size()).map(new TaskFunction<>(task)).collectAsync();
    try {
      return job.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failure(work, e.getCause());
    } catch (TimeoutException e) {
      job.cancel(true);
      throw unfinished(work, "no answer within " + limit.toMinutes() + " minutes", e);
    } catch (InterruptedException e) {
      job.cancel(true);
      Thread.currentThread().interrupt();
      throw unfinished(work, "the process is stopping", e);
    } catch (CancellationException e) {
      throw unfinished(work, "the job was cancelled", e);
    }
  }

  /**
   * The error of Freshet that Spark wrapped, or a new error with the whole failure as its cause.
   */
  static RuntimeException failure(String work, Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof FreshetException known) {
        known.addSuppressed(new ExecutorsFailedException("On an executor: " + work, failure));
        return known;
      }
    }
    String why = String.valueOf(failure.getMessage()).lines().findFirst().orElse("no reason given");
    return new ExecutorsFailedException(
        "Cannot %s on the executors: %s. See their logs, which the worker keeps."
            .formatted(work, why),
        failure);
  }

  private static FreshetException unfinished(String work, String why, Exception cause) {
    return new FreshetException(
        ErrorCode.QUERY_FAILED,
        "Cannot %s on the executors: %s. Check that the cluster has executors and that they reach the driver."
            .formatted(work, why),
        cause);
  }

  /** A task as a function of Spark. */
  private record TaskFunction<P extends Serializable, R extends Serializable>(
      ExecutorTask<P, R> task) implements Function<P, R> {

    @Override
    public R call(P part) {
      return task.run(part);
    }
  }
}
