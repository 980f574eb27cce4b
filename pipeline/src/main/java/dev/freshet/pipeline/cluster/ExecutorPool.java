package dev.freshet.pipeline.cluster;

import java.io.Serializable;
import java.util.List;

/** The processes that run tasks. Thread-safe. */
interface ExecutorPool {

  /** How many tasks can run at once now, at least 1. Changes as executors come and go. */
  int slots();

  /** How many processors one task has. */
  int threadsPerTask();

  /**
   * Runs a task per part and waits for all of them, for a bounded time. A task whose process dies
   * is repeated elsewhere.
   *
   * @param work what the tasks do, for messages: {@code embed 400 texts}
   * @return a result per part, in the order of the parts
   * @throws dev.freshet.core.error.FreshetException if a task threw one in its last attempt, or if
   *     the executors did not answer in time
   * @throws ExecutorsFailedException if a part could not be done for another reason
   */
  <P extends Serializable, R extends Serializable> List<R> run(
      String work, List<P> parts, ExecutorTask<P, R> task);
}
