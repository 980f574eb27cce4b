package dev.freshet.pipeline.cluster;

/**
 * Executors died, or a task threw an unexpected exception, more often than Spark repeats it. It has
 * no error code on purpose: its cause decides whether the batch is repeated, as if the driver had
 * done the work itself.
 */
final class ExecutorsFailedException extends RuntimeException {

  ExecutorsFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
