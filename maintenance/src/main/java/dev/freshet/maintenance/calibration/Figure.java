package dev.freshet.maintenance.calibration;

import java.time.Instant;
import java.util.Optional;

/**
 * A figure that thresholds are derived from.
 *
 * @param value in the unit its owner says
 * @param measuredAt when it was measured on this host and table; empty while it is a default
 */
public record Figure(double value, Optional<Instant> measuredAt) {

  /** A figure that was not measured here. */
  static Figure ofDefault(double value) {
    return new Figure(value, Optional.empty());
  }

  /** A figure that was measured here. */
  static Figure measured(double value, Instant at) {
    return new Figure(value, Optional.of(at));
  }

  /** Whether it was measured here; it is a default otherwise. */
  public boolean measured() {
    return measuredAt.isPresent();
  }
}
