package dev.freshet.pipeline.cluster;

/**
 * Executors died, or a task threw something nobody expected, more often than Spark repeats it. It
 * has no error code on purpose: whether the batch is repeated is judged by what is behind it, as
 * when the driver had done the work itself.
 */
final class ExecutorsFailedException extends RuntimeException {

  ExecutorsFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
