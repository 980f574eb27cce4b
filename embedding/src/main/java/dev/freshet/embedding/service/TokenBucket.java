package dev.freshet.embedding.service;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Spreads a quota per minute evenly: it holds a second's worth, and whoever takes more than is
 * there waits for it to come in. Callers are served in the order they ask, so a large one never
 * starves. Thread-safe.
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

  /** Takes {@code amount}; the caller must wait as long as the answer says before it goes on. */
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
