package dev.freshet.embedding.service.pace;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Spreads a quota per minute evenly: the bucket holds a second's worth, and a caller that takes
 * more than is there must wait until it has refilled. Callers are served in the order they ask, so
 * a large request never starves. Thread-safe.
 */
final class TokenBucket {

  private static final double NANOS_PER_MINUTE = 60e9;

  private final double perNano;
  private final double capacity;
  private final LongSupplier nanos;
  private double available;
  private long asOf;

  TokenBucket(int perMinute, LongSupplier nanos) {
    this.perNano = perMinute / NANOS_PER_MINUTE;
    this.capacity = Math.max(1, perMinute / 60.0);
    this.nanos = nanos;
    this.available = capacity;
    this.asOf = nanos.getAsLong();
  }

  /** Takes {@code amount}; the caller must wait for the returned time before it continues. */
  synchronized Duration take(int amount) {
    long now = nanos.getAsLong();
    available = Math.min(capacity, available + (now - asOf) * perNano);
    asOf = now;
    available -= amount;
    return available >= 0
        ? Duration.ZERO
        : Duration.ofNanos((long) Math.ceil(-available / perNano));
  }
}
