package dev.freshet.home.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline process last said of itself.
 *
 * @param process the process that says so
 * @param state what it is doing
 * @param updatedAt when it said so
 * @param streamId the stream it runs
 * @param committedSequence end sequence of the last batch in the vector table
 * @param records live record keys
 * @param asOf everything that landed before is queryable; null while that is not known
 * @param freshness landed to queryable over the last minutes
 * @param backlog what is discovered and not yet committed
 * @param admission how much the newest batch was allowed to take, and by which costs; null before
 *     the first
 * @param lastBatch the newest batch; null before the first
 * @param totals counters since the process started, by metric name
 * @param timings the other timers, by metric name
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunStatus(
    ProcessIdentity process,
    State state,
    Instant updatedAt,
    String streamId,
    long committedSequence,
    long records,
    @Nullable Instant asOf,
    Percentiles freshness,
    Backlog backlog,
    @Nullable Admission admission,
    @Nullable LastBatch lastBatch,
    Map<String, Long> totals,
    Map<String, Percentiles> timings) {

  /** What a pipeline process is doing. */
  public enum State {
    STARTING,
    RUNNING,
    RETRYING,
    STOPPED,
    FAILED
  }

  /**
   * Work that has been discovered and not yet committed.
   *
   * @param files file versions
   * @param bytes in them
   */
  public record Backlog(long files, long bytes) {}

  /**
   * How much the newest batch was allowed to take, and the measured costs behind it.
   *
   * @param bytes landed bytes at which it ends; the file that reaches them is part of it
   * @param targetMs how long it is meant to take, from then on until it is queryable
   * @param catchingUp whether more waits than a batch in normal running takes
   * @param tokensPerSecond speed of the model beyond its fixed costs
   * @param tokensPerByte tokens the model is asked for per landed byte
   */
  public record Admission(
      long bytes,
      long targetMs,
      boolean catchingUp,
      double tokensPerSecond,
      double tokensPerByte) {}

  /**
   * The newest batch.
   *
   * @param id stream and end sequence, as in the ledger
   * @param rows landed lines in it
   * @param files file versions in it
   * @param embedMs to cut and embed its documents
   * @param writeMs to append the layers, as far as it outlasted embedding, and to stage the rows
   * @param commitMs to commit it to the vector table
   * @param queryableAt when it was committed
   */
  public record LastBatch(
      String id,
      long rows,
      long files,
      long embedMs,
      long writeMs,
      long commitMs,
      Instant queryableAt) {}

  /** Whether the process that wrote this still lives and runs the pipeline. */
  public boolean live() {
    return (state == State.STARTING || state == State.RUNNING || state == State.RETRYING)
        && process.stillRuns();
  }

  /** Everything that landed before is queryable, as a process says that still runs. */
  public Optional<Instant> liveAsOf() {
    return live() ? Optional.ofNullable(asOf) : Optional.empty();
  }
}
