package dev.freshet.home.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last report of a pipeline process: the content of {@code status.json}. In JSON the fields of
 * the activity, the position and the metrics stand beside the others, not below a name of their
 * own.
 *
 * @param activity which process reports, and what it is doing
 * @param position how far the stream has come
 * @param freshnessWindows landed to queryable, by window; empty in a report of an earlier build
 * @param backlog what is discovered and not yet committed
 * @param admission how much the newest batch was allowed to take, and by which costs; null before
 *     the first
 * @param lastBatch the newest batch; null before the first
 * @param metrics what the process has counted and measured
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunStatus(
    @JsonUnwrapped Activity activity,
    @JsonUnwrapped Position position,
    List<WindowFreshness> freshnessWindows,
    Backlog backlog,
    @Nullable Admission admission,
    @Nullable LastBatch lastBatch,
    @JsonUnwrapped Metrics metrics) {

  public RunStatus {
    freshnessWindows = freshnessWindows == null ? List.of() : List.copyOf(freshnessWindows);
  }

  /**
   * Which process reports, and what it is doing.
   *
   * @param process the process that reports
   * @param state what it is doing
   * @param updatedAt when it reported
   */
  public record Activity(ProcessIdentity process, State state, Instant updatedAt) {}

  /**
   * How far the stream has come.
   *
   * @param streamId the stream the process runs
   * @param committedSequence end sequence of the last batch in the vector table
   * @param records live record keys
   * @param asOf everything that landed before is queryable; null while that is not known
   */
  public record Position(
      String streamId, long committedSequence, long records, @Nullable Instant asOf) {}

  /**
   * What a pipeline process has counted and measured.
   *
   * @param totals counters of the newest run, by metric name
   * @param timings timers of the newest run, by metric name
   */
  public record Metrics(Map<String, Long> totals, Map<String, Percentiles> timings) {}

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

  /** The process that reports. */
  public ProcessIdentity process() {
    return activity.process();
  }

  /** What the process is doing. */
  public State state() {
    return activity.state();
  }

  /** When the process reported. */
  public Instant updatedAt() {
    return activity.updatedAt();
  }

  /** The stream the process runs. */
  public String streamId() {
    return position.streamId();
  }

  /** End sequence of the last batch in the vector table. */
  public long committedSequence() {
    return position.committedSequence();
  }

  /** Live record keys. */
  public long records() {
    return position.records();
  }

  /** Everything that landed before is queryable; null while that is not known. */
  public @Nullable Instant asOf() {
    return position.asOf();
  }

  /** Landed to queryable of the files of a window. */
  public WindowFreshness freshness(FreshnessWindow window) {
    return WindowFreshness.in(freshnessWindows, window);
  }

  /** Counters since the process started, by metric name. */
  public Map<String, Long> totals() {
    return metrics.totals();
  }

  /** A counter since the process started; 0 if the report does not have it. */
  public long total(String counter) {
    return metrics.totals().getOrDefault(counter, 0L);
  }

  /** Timers over the last five minutes, by metric name. */
  public Map<String, Percentiles> timings() {
    return metrics.timings();
  }

  /** Whether the process that wrote this still lives and runs the pipeline. */
  public boolean live() {
    State state = state();
    return (state == State.STARTING || state == State.RUNNING || state == State.RETRYING)
        && process().stillRuns();
  }

  /** {@link #asOf} if the process that wrote this still runs the pipeline; empty otherwise. */
  public Optional<Instant> liveAsOf() {
    return live() ? Optional.ofNullable(asOf()) : Optional.empty();
  }
}
