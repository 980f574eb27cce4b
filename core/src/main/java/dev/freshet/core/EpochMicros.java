package dev.freshet.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Instants as microseconds since 1970 in UTC; finer digits are cut off, towards the past. {@code
 * ChronoUnit.MICROS.between} is not used: it counts in nanoseconds first and overflows 292 years
 * from 1970.
 */
public final class EpochMicros {

  private static final long PER_SECOND = 1_000_000;

  private static final int NANOS_PER_MICRO = 1_000;

  /** The first instant of SQL's timestamps: year 1. */
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

  /** The last one: year 9999. */
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private EpochMicros() {}

  /**
   * The exact number, in the order of the instants.
   *
   * @throws ArithmeticException if 64 bits do not hold it, some 292,000 years from 1970
   */
  public static long exact(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), PER_SECOND),
        instant.getNano() / NANOS_PER_MICRO);
  }

  /**
   * The number for a timestamp column, or null outside the years 1 to 9999, which is what SQL's
   * timestamps are defined for: readers and file statistics do not agree on others.
   */
  public static @Nullable Long storable(Instant instant) {
    return instant.isBefore(FIRST) || instant.isAfter(LAST) ? null : Long.valueOf(exact(instant));
  }

  /** The nearest instant that is {@linkplain #storable storable}. */
  public static Instant clamped(Instant instant) {
    if (instant.isBefore(FIRST)) {
      return FIRST;
    }
    return instant.isAfter(LAST) ? LAST : instant;
  }
}
