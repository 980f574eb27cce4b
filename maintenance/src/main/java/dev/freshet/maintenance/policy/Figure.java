package dev.freshet.maintenance.policy;

import java.time.Instant;
import java.util.Optional;

/**
 * A figure thresholds are derived from.
 *
 * @param value in the unit its owner says
 * @param measuredAt when it was measured on this host and table; empty while it is a default
 */
public record Figure(double value, Optional<Instant> measuredAt) {

  static Figure ofDefault(double value) {
    return new Figure(value, Optional.empty());
  }

  static Figure measured(double value, Instant at) {
    return new Figure(value, Optional.of(at));
  }

  /** Whether it was measured here; a default otherwise. */
  public boolean measured() {
    return measuredAt.isPresent();
  }
}
