package dev.freshet.autoloader.enveloped;

import java.util.Properties;
import java.util.function.Supplier;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskContext$;
import org.apache.spark.TaskContextImpl;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.storage.BlockInfo;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Map$;

/**
 * The task of Spark in which a file is read, from its first part to its last. Spark's readers close
 * when the task ends that opened them; the parts of a file are read by several tasks of Spark, one
 * after the other. Not thread-safe.
 */
final class ReadingTask {
  private final TaskContextImpl context = likeTheOuter();

  /** Has the settings of the task of Spark that runs now, and holds blocks as no task of Spark. */
  private static TaskContextImpl likeTheOuter() {
    Properties properties =
        TaskContext.get() instanceof TaskContextImpl outer
            ? outer.getLocalProperties()
            : new Properties();
    return new TaskContextImpl(
        0,
        0,
        0,
        BlockInfo.NON_TASK_WRITER(),
        0,
        1,
        null,
        properties,
        null,
        TaskMetrics.empty(),
        1,
        Map$.MODULE$.empty());
  }

  /** Calls a reader as this task. */
  <T> T call(Supplier<T> reader) {
    @Nullable TaskContext outer = TaskContext.get();
    TaskContext$.MODULE$.setTaskContext(context);
    try {
      return reader.get();
    } finally {
      if (outer == null) {
        TaskContext$.MODULE$.unset();
      } else {
        TaskContext$.MODULE$.setTaskContext(outer);
      }
    }
  }

  /** Closes the readers that were called. */
  void end() {
    call(
        () -> {
          context.markTaskCompleted(Option.empty());
          return true;
        });
  }
}
