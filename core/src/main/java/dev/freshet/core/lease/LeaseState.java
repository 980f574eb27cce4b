package dev.freshet.core.lease;

import java.time.Duration;
import java.time.Instant;

/**
 * The lease as it is stored: who has it, until when, and how often it changed hands. Every change
 * is a new state, stored only if the one before is still there.
 *
 * @param holder who has it, or had it last
 * @param fencingToken grows by one whenever it is taken, never falls; at least 1
 * @param renewedAt when the holder last said that it lives, by its own clock
 * @param expiresAt until when it is held without a further sign of life, by the holder's clock
 * @param released whether the holder gave it back
 */
public record LeaseState(
    String holder, long fencingToken, Instant renewedAt, Instant expiresAt, boolean released) {

  public LeaseState {
    if (holder.isBlank() || fencingToken < 1 || expiresAt.isBefore(renewedAt)) {
      throw new IllegalArgumentException(
          "Invalid lease: holder '%s', fencing token %d, renewed %s, expires %s"
              .formatted(holder, fencingToken, renewedAt, expiresAt));
    }
  }

  /**
   * The state after {@code holder} lives on: same token, expiring {@code ttl} after {@code now}.
   */
  public LeaseState renewed(Instant now, Duration ttl) {
    return new LeaseState(holder, fencingToken, now, now.plus(ttl), false);
  }

  /** The state after the holder gave the lease back; the token stays. */
  public LeaseState givenBack() {
    return new LeaseState(holder, fencingToken, renewedAt, expiresAt, true);
  }
}
