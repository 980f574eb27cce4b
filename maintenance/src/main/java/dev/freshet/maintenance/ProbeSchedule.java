package dev.freshet.maintenance;

import dev.freshet.core.maintenance.Probe;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.maintenance.calibration.StepHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides when to measure what searches cost and find: continuously, but within a small share of
 * the time, since recall needs exact scans of the whole table. Pure.
 */
final class ProbeSchedule {

  /** With fewer rows the cost of a search cannot be measured. */
  static final long ROWS_MIN = 1_000;

  private static final Duration PAUSE_MIN = Duration.ofMinutes(1);
  private static final Duration PAUSE_MAX = Duration.ofHours(6);

  /** After a probe that took {@code t} the next one waits for {@code t / SHARE}. */
  private static final double SHARE = 0.01;

  private static final int QUERIES = 10;
  private static final int K = 10;
  private static final long SCAN_ROWS_MAX = 20_000;

  private ProbeSchedule() {}

  /**
   * The probe that is due, if one is.
   *
   * @param last the newest probe
   */
  static Optional<Probe> due(
      TableShape shape, Optional<Findings.ProbeRun> last, StepHistory history, Instant now) {
    if (shape.liveRows() < ROWS_MIN) {
      return Optional.empty();
    }
    boolean rested = last.isEmpty() || !now.isBefore(last.get().ended().plus(rest(last.get())));
    // What was measured before says nothing about an index that was built or tuned since.
    return rested || history.searchChangedAfter(last.get().ended())
        ? Optional.of(probe(shape))
        : Optional.empty();
  }

  private static Duration rest(Findings.ProbeRun last) {
    Duration rest = Duration.ofMillis(Math.round(last.took().toMillis() / SHARE));
    if (rest.compareTo(PAUSE_MIN) < 0) {
      return PAUSE_MIN;
    }
    return rest.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : rest;
  }

  /** What to measure. */
  static Probe probe(TableShape shape) {
    return new Probe(QUERIES, K, SCAN_ROWS_MAX, shape.index().isPresent());
  }
}
