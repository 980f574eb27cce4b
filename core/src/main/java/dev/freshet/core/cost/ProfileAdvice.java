package dev.freshet.core.cost;

import java.time.Duration;

/**
 * Recommended settings, derived from the measured cost of embedding.
 *
 * <p>In the worst case a file lands right after a batch started: it waits for the next batch and is
 * part of that one. So with a trigger of half the objective, and embedding that takes two thirds of
 * the trigger, there is time left to write and commit. With {@code E} the time to embed a batch,
 * {@code trigger >= 1.5 E}, and {@code files = floor((trigger / 1.5 - a) / (b * tokens of a
 * file))}.
 *
 * @param trigger shortest time between the starts of two batches
 * @param maxFilesPerTrigger files of one batch, at least 1
 * @param maxTokensPerTrigger tokens of one batch, at least 1
 * @param embed time to embed a batch of that many files
 * @param withinObjective whether the trigger is at most half the objective. It is not if a single
 *     file takes longer to embed
 */
public record ProfileAdvice(
    Duration trigger,
    int maxFilesPerTrigger,
    long maxTokensPerTrigger,
    Duration embed,
    boolean withinObjective) {

  /** Below it, a measurement is too unsteady to be written to a configuration. */
  public static final double LEAST_R_SQUARED = 0.97;

  /** How much of the trigger is left to everything but embedding: a third. */
  private static final double HEADROOM = 1.5;

  private static final long STEP_MS = 100;

  /**
   * Derives the advice. Pure.
   *
   * @param model seconds to embed by tokens
   * @param tokensPerFile tokens of a file that 95 of 100 files stay below, at least 1
   * @param freshness objective from landing to queryable, above zero
   */
  public static ProfileAdvice of(CostModel model, double tokensPerFile, Duration freshness) {
    Duration half = Duration.ofMillis(Math.max(1, freshness.toMillis() / 2));
    double needed = HEADROOM * model.seconds(tokensPerFile);
    boolean within = needed <= half.toMillis() / 1e3;
    Duration trigger = within ? half : roundedUp(needed);
    double room = trigger.toMillis() / 1e3 / HEADROOM - model.fixedSeconds();
    double tokens =
        Math.min(Integer.MAX_VALUE, Math.max(1, Math.floor(room / model.secondsPerUnit())));
    int files = (int) Math.min(Integer.MAX_VALUE, Math.max(1, Math.floor(tokens / tokensPerFile)));
    double embed = model.seconds(files * tokensPerFile);
    return new ProfileAdvice(
        trigger, files, (long) tokens, Duration.ofNanos((long) (embed * 1e9)), within);
  }

  private static Duration roundedUp(double seconds) {
    long steps = (long) Math.ceil(seconds * 1000 / STEP_MS);
    return Duration.ofMillis(steps * STEP_MS);
  }
}
