package dev.freshet.core.cost;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How many landed bytes the next batch takes. Immutable and thread-safe.
 *
 * <ul>
 *   <li>In normal running a batch takes the {@code target} at most: half of the objective, because
 *       a change waits for the batch under way and then for its own. Where fixed costs are more
 *       than half of the target, a batch takes twice the fixed costs: the objective cannot be held,
 *       but the pipeline keeps up.
 *   <li>Behind a backlog a batch takes up to a quarter of the time the backlog needs, at most
 *       {@code longest}: a change that lands behind the backlog waits for all of it anyway, and
 *       longer batches spend less of their time on fixed costs. The batches become shorter towards
 *       the end of the backlog.
 *   <li>A batch is at most twice as large as the one before it, or as a first one. Beyond what was
 *       measured, the cost model is a guess.
 *   <li>A batch takes at most 30 s even if, contrary to earlier batches, the vector cache has none
 *       of its texts.
 *   <li>A batch never has more bytes than there is memory for.
 * </ul>
 *
 * @param target how long a batch may take in normal running, above zero
 * @param longest how long one may take behind a backlog, at least {@code target}
 * @param maxBytes most bytes of a batch, at least 1
 * @param maxTokens most tokens the model is asked for in a batch; empty if only time counts
 */
public record BatchAdmission(
    Duration target, Duration longest, long maxBytes, OptionalLong maxTokens) {

  /** Longest batch when nothing is cached; long enough that it rarely limits. */
  static final Duration LONGEST_SURPRISE = Duration.ofSeconds(30);

  /**
   * Longest batch: progress stays visible, and a stop, which waits for the batch under way, stays
   * short. It also bounds the target of a generous objective: a longer batch gains nothing.
   */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** Largest batch before anything was measured; half a second in this process. */
  private static final long FIRST_BYTES = 64 * 1024;

  private static final int GROWTH = 2;
  private static final int BATCHES_OF_A_BACKLOG = 4;

  /**
   * At least half of a batch is work, or a pipeline with expensive commits would never catch up.
   */
  private static final int TIMES_FIXED_COSTS = 2;

  /**
   * What the next batch may take.
   *
   * @param bytes landed bytes, at least 1; the file that reaches them is still part of it
   * @param duration how long it is meant to take
   * @param catchingUp whether more waits than a normal batch takes
   */
  public record Admitted(long bytes, Duration duration, boolean catchingUp) {}

  public BatchAdmission {
    if (target.isZero() || target.isNegative() || longest.compareTo(target) < 0 || maxBytes < 1) {
      throw new IllegalArgumentException(
          "Cannot admit batches of %s to %s and %d bytes: the target must be above zero, the longest"
                  .formatted(target, longest, maxBytes)
              + " not below it and the bytes at least 1.");
    }
  }

  /**
   * Limits for an objective.
   *
   * @param freshness from landing to queryable, above zero
   * @param maxBytes what there is memory for
   * @param maxTokens the user's limit, if any
   */
  public static BatchAdmission of(Duration freshness, long maxBytes, OptionalLong maxTokens) {
    Duration half = freshness.dividedBy(2);
    Duration target = half.isZero() ? freshness : half;
    return new BatchAdmission(
        target.compareTo(LONGEST) < 0 ? target : LONGEST, LONGEST, maxBytes, maxTokens);
  }

  /**
   * Decides how much the next batch takes. Pure.
   *
   * @param model learned from the batches so far
   * @param lastBytes landed bytes of the newest batch; 0 before the first
   * @param waitingBytes bytes that are discovered and not in a batch yet
   */
  public Admitted decide(ProductionModel model, long lastBytes, long waitingBytes) {
    double backlog = model.seconds(waitingBytes);
    double normal =
        Math.min(
            Math.max(seconds(target), TIMES_FIXED_COSTS * model.fixedSeconds()), seconds(longest));
    boolean catchingUp = backlog > normal;
    double duration =
        catchingUp
            ? Math.min(Math.max(backlog / BATCHES_OF_A_BACKLOG, normal), seconds(longest))
            : normal;
    double bytes = model.bytesWithin(duration);
    bytes = Math.min(bytes, model.coldBytesWithin(seconds(LONGEST_SURPRISE)));
    bytes = Math.min(bytes, (double) GROWTH * Math.max(lastBytes, FIRST_BYTES));
    if (maxTokens.isPresent() && model.tokensPerByte() > 0) {
      bytes = Math.min(bytes, maxTokens.getAsLong() / model.tokensPerByte());
    }
    bytes = Math.min(bytes, maxBytes);
    return new Admitted(Math.max(1, (long) bytes), duration(duration), catchingUp);
  }

  private static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / 1e9;
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
