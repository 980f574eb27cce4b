package dev.freshet.cli.wiring;

import dev.freshet.core.DaemonThreads;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.pipeline.session.SparkSessions;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the Spark session and loads the native library of the vector table on a thread of its own,
 * while the caller opens the model: each takes a second. A failure is left to the pipeline, which
 * needs the same, meets it again and reports it.
 */
public final class EarlyStart implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(EarlyStart.class);

  private static final Duration END_LIMIT = Duration.ofSeconds(10);

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

  /** Waits for the end, at most 10 s: a Spark that is cut off while it starts logs errors. */
  @Override
  public void close() {
    try {
      thread.join(END_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
