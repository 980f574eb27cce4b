package dev.freshet.server.dashboard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A forecast of when the backlog will be processed, if the next minutes are like the last one.
 *
 * @param state what to expect
 * @param secondsLeft until no file waits; null unless {@link State#CATCHING_UP}
 * @param processedPerSecond bytes that were processed; null while not known
 * @param landedPerSecond bytes that landed in the same time; null while not known
 */
record CatchUp(
    State state,
    @Nullable Long secondsLeft,
    @Nullable Double processedPerSecond,
    @Nullable Double landedPerSecond) {

  enum State {
    /** No pipeline runs, or too few points are known. */
    UNKNOWN,
    /** The next batch takes all that waits. */
    UP_TO_DATE,
    /** The backlog shrinks. */
    CATCHING_UP,
    /** At least as much lands as is processed. */
    FALLING_BEHIND,
    /** Files wait, and none was processed. */
    STALLED
  }

  /**
   * A backlog that shrinks by less than this share of the processed bytes counts as not shrinking.
   */
  private static final double NOISE = 0.02;

  private static final double WATCHED_SECONDS_MIN = 10;
  private static final double STALLED_SECONDS = 30;

  /**
   * Makes a forecast from the last minute.
   *
   * @param points its points, oldest first
   * @param running whether a pipeline runs
   * @param behind whether the pipeline reports that more waits than one batch takes
   */
  static CatchUp of(List<HistoryPoint> points, boolean running, boolean behind) {
    List<HistoryPoint> run = newestRun(points);
    if (!running || run.size() < 2) {
      return unknown();
    }
    HistoryPoint first = run.get(0);
    HistoryPoint last = run.get(run.size() - 1);
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

  private static double backlog(HistoryPoint point) {
    return point.value(Series.BACKLOG_BYTES).orElse(0);
  }

  /** The points since the pipeline last started, when its counters began at zero. */
  private static List<HistoryPoint> newestRun(List<HistoryPoint> points) {
    int from = 0;
    for (int i = 1; i < points.size(); i++) {
      double before = points.get(i - 1).value(Series.PROCESSED_BYTES).orElse(0);
      if (points.get(i).value(Series.PROCESSED_BYTES).orElse(0) < before) {
        from = i;
      }
    }
    return points.subList(from, points.size());
  }
}
