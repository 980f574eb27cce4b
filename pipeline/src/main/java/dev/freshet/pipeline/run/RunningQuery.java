package dev.freshet.pipeline.run;

import dev.freshet.pipeline.heal.LandedStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A streaming query from its start to its end, which is its own or that of the pipeline. */
final class RunningQuery {

  private static final Logger LOGGER = LoggerFactory.getLogger(RunningQuery.class);

  /**
   * How long a stop waits for the running batch. The next start repeats a batch that took longer.
   */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration BATCH_POLL = Duration.ofMillis(5);

  private final StreamingQuery query;
  private final StopGate gate;

  /**
   * @param gate once it is closed, the query ends after the batch that is under way
   */
  RunningQuery(StreamingQuery query, StopGate gate) {
    this.query = query;
    this.gate = gate;
  }

  /**
   * Bytes that are found but not delivered, as of the newest progress event; 0 before the first.
   */
  long outstandingBytes() {
    StreamingQueryProgress progress = query.lastProgress();
    if (progress == null || progress.sources().length == 0) {
      return 0;
    }
    String bytes = progress.sources()[0].metrics().get("numBytesOutstanding");
    return bytes == null ? 0 : Long.parseLong(bytes);
  }

  /**
   * Waits for the end of the query; returns why it failed, or empty if it did not.
   *
   * @param ends asked several times a second; once true, the query ends after the batch under way
   */
  Optional<Throwable> await(BooleanSupplier ends) {
    Optional<Throwable> failure = Optional.empty();
    try {
      boolean ended = false;
      while (!ended && !gate.isClosed() && !ends.getAsBoolean()) {
        ended = query.awaitTermination(POLL.toMillis());
      }
      awaitEndOfBatch();
    } catch (StreamingQueryException e) {
      failure = Optional.of(LandedStream.explained(e));
    }
    end();
    return failure;
  }

  private void awaitEndOfBatch() {
    long deadline = System.nanoTime() + STOP_TIMEOUT.toNanos();
    // A trigger is active for the whole batch, its checkpoint included.
    while (query.isActive()
        && query.status().isTriggerActive()
        && !gate.holdsBack()
        && System.nanoTime() < deadline) {
      LockSupport.parkNanos(BATCH_POLL.toNanos());
    }
  }

  /** Releases the source. Spark reports a failed query before the query has done so. */
  private void end() {
    try {
      query.stop();
    } catch (TimeoutException e) {
      LOGGER.atWarn().addKeyValue("query", query.name()).log("streaming query did not end in time");
    }
  }
}
