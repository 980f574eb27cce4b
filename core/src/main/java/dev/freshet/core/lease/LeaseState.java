package dev.freshet.core.lease;

import java.time.Duration;
import java.time.Instant;

/**
 * The lease as it is stored: its holder, its expiry, and how often it was taken. Every change is a
 * new state, stored only if the state before is still there.
 *
 * @param holder who has it, or had it last
 * @param fencingToken grows by one whenever it is taken, never falls; at least 1
 * @param renewedAt time of the last heartbeat, by the holder's clock
 * @param expiresAt until when it is held without a further heartbeat, by the holder's clock
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

  /** The state after a heartbeat: same token, expiring {@code ttl} after {@code now}. */
  public LeaseState renewed(Instant now, Duration ttl) {
    return new LeaseState(holder, fencingToken, now, now.plus(ttl), false);
  }

  /** The state after the holder gave the lease back; the token stays. */
  public LeaseState givenBack() {
    return new LeaseState(holder, fencingToken, renewedAt, expiresAt, true);
  }
}
