package dev.freshet.server.dashboard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When what waits will have been worked off, if the next minutes are like the last one.
 *
 * @param state what is to be expected
 * @param secondsLeft until nothing waits; null unless {@link State#CATCHING_UP}
 * @param processedPerSecond landed bytes worked off; null while not known
 * @param landedPerSecond bytes that came in meanwhile; null while not known
 */
record CatchUp(
    State state,
    @Nullable Long secondsLeft,
    @Nullable Double processedPerSecond,
    @Nullable Double landedPerSecond) {

  enum State {
    /** No pipeline runs, or it was watched for too short a time. */
    UNKNOWN,
    /** No more waits than the next batch takes. */
    UP_TO_DATE,
    /** It gets less. */
    CATCHING_UP,
    /** As much comes in as is worked off, or more. */
    FALLING_BEHIND,
    /** Work waits, and none was done. */
    STALLED
  }

  /** A backlog that shrinks by less than this share of what is worked off does not shrink. */
  private static final double NOISE = 0.02;

  private static final double WATCHED_SECONDS_MIN = 10;
  private static final double STALLED_SECONDS = 30;

  /**
   * Looks at the last minute.
   *
   * @param samples of it, oldest first
   * @param running whether a pipeline runs
   * @param behind whether the pipeline says that more waits than a batch takes
   */
  static CatchUp of(List<Sample> samples, boolean running, boolean behind) {
    List<Sample> run = newestRun(samples);
    if (!running || run.size() < 2) {
      return unknown();
    }
    Sample first = run.get(0);
    Sample last = run.get(run.size() - 1);
    double seconds = last.secondsSince(first);
    if (seconds < WATCHED_SECONDS_MIN) {
      return unknown();
    }
    double processed = last.since(first, Series.PROCESSED_BYTES) / seconds;
    double waits = backlog(last);
    double drained = (backlog(first) - waits) / seconds;
    double landed = Math.max(0, processed - drained);
    if (waits > 0 && processed == 0 && seconds >= STALLED_SECONDS && backlog(first) > 0) {
      return new CatchUp(State.STALLED, null, processed, landed);
    }
    if (waits == 0 || !behind) {
      return new CatchUp(State.UP_TO_DATE, null, processed, landed);
    }
    if (drained <= NOISE * processed) {
      return new CatchUp(State.FALLING_BEHIND, null, processed, landed);
    }
    long left = (long) Math.ceil(waits / drained);
    return new CatchUp(State.CATCHING_UP, left, processed, landed);
  }

  private static CatchUp unknown() {
    return new CatchUp(State.UNKNOWN, null, null, null);
  }

  private static double backlog(Sample sample) {
    return sample.value(Series.BACKLOG_BYTES).orElse(0);
  }

  /** The samples since the pipeline's counters last began anew. */
  private static List<Sample> newestRun(List<Sample> samples) {
    int from = 0;
    for (int i = 1; i < samples.size(); i++) {
      double before = samples.get(i - 1).value(Series.PROCESSED_BYTES).orElse(0);
      if (samples.get(i).value(Series.PROCESSED_BYTES).orElse(0) < before) {
        from = i;
      }
    }
    return samples.subList(from, samples.size());
  }
}
