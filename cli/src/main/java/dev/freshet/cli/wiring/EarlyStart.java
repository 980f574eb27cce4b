package dev.freshet.cli.wiring;

import dev.freshet.core.DaemonThreads;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.pipeline.session.SparkSessions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the Spark session and loads the native library of the vector table on a thread of its own,
 * while the caller opens the model: each takes a second. A failure is left to the pipeline, which
 * needs the same, meets it again and reports it.
 */
public final class EarlyStart implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(EarlyStart.class);

  private final Thread thread;

  private EarlyStart(String pipeline) {
    this.thread = DaemonThreads.unstarted("freshet-early-start", () -> start(pipeline));
  }

  /** Begins and returns at once. */
  static EarlyStart of(String pipeline) {
    EarlyStart early = new EarlyStart(pipeline);
    early.thread.start();
    return early;
  }

  private static void start(String pipeline) {
    try {
      SparkSessions.start(pipeline);
      LanceVectorTable.loadLibrary();
    } catch (RuntimeException | LinkageError e) {
      LOGGER.atDebug().setCause(e).log("cannot start early, the pipeline tries it again");
    }
  }

  /** Waits for the end: a process must not exit while Spark is half started. */
  @Override
  public void close() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
