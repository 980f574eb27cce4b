package dev.freshet.core.lease;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may have the lease. Pure; all processes that share a lease use the same rule.
 *
 * <p>Times in a {@link LeaseState} come from the holder's clock, {@code now} from the clock of the
 * process that asks. While no two clocks differ by more than {@code skewMax}, no two processes ever
 * act as its holder at once: the holder stops at the expiry, others wait {@code skewMax} longer. A
 * dead holder is replaced at the latest {@code ttl + 2 · skewMax} after its last sign of life. When
 * clocks differ by more, two may hold it and waste work, which is the only cost of a lost lease. A
 * time that no clock within the bound can have written counts as expired, so that a wrong clock
 * never blocks others forever.
 *
 * @param ttlMax longest time a lease may be taken for
 * @param skewMax by how much two clocks may differ
 */
public record LeaseRule(Duration ttlMax, Duration skewMax) {

  /** Leases of at most 10 s; clocks within 2 s of each other, which NTP keeps easily. */
  public static final LeaseRule DEFAULT =
      new LeaseRule(Duration.ofSeconds(10), Duration.ofSeconds(2));

  public LeaseRule {
    if (ttlMax.isNegative() || ttlMax.isZero() || skewMax.isNegative()) {
      throw new IllegalArgumentException(
          "Invalid lease rule: time to live %s, skew %s".formatted(ttlMax, skewMax));
    }
  }

  /** Whether the lease is free, as far as can be known at {@code now}. */
  public boolean isFree(@Nullable LeaseState state, Instant now) {
    return state == null || state.released() || hasExpired(state, now) || isImpossible(state, now);
  }

  private boolean hasExpired(LeaseState state, Instant now) {
    return !now.isBefore(state.expiresAt().plus(skewMax));
  }

  private boolean isImpossible(LeaseState state, Instant now) {
    return state.renewedAt().isAfter(now.plus(skewMax))
        || Duration.between(state.renewedAt(), state.expiresAt()).compareTo(ttlMax) > 0;
  }

  /** Whether the holder of {@code held} may still act on it at {@code now}, by its own clock. */
  public boolean isHeld(LeaseState held, Instant now) {
    return !held.released() && now.isBefore(held.expiresAt()) && !isImpossible(held, now);
  }

  /**
   * The state to store when {@code holder} takes a lease that {@link #isFree is free}.
   *
   * @param before the state it replaces, null if there never was one
   * @param ttl at most {@link #ttlMax}
   * @throws IllegalArgumentException if {@code ttl} is not positive or too long
   * @throws IllegalStateException if the lease is not free
   */
  public LeaseState take(@Nullable LeaseState before, String holder, Instant now, Duration ttl) {
    if (ttl.isNegative() || ttl.isZero() || ttl.compareTo(ttlMax) > 0) {
      throw new IllegalArgumentException(
          "Invalid time to live: %s, the longest is %s".formatted(ttl, ttlMax));
    }
    if (!isFree(before, now)) {
      throw new IllegalStateException("Cannot take the lease: it is held as " + before);
    }
    long token = before == null ? 1 : before.fencingToken() + 1;
    return new LeaseState(holder, token, now, now.plus(ttl), false);
  }
}
