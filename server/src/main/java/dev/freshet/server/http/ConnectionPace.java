package dev.freshet.server.http;

import java.time.Duration;

/**
 * Whether a connection takes its time beyond what is allowed. Sees it now and then, by counters
 * only. Not thread-safe.
 */
final class ConnectionPace {

  /**
   * How long a connection may be in a phase.
   *
   * @param header to send the head of a request, or anything at all once connected
   * @param exchange from the head of a request to the last byte of the answer
   * @param idle between requests while connections are scarce
   */
  record Limits(Duration header, Duration exchange, Duration idle) {

    /** The longest time a search may take is a minute. */
    static final Limits STANDARD =
        new Limits(Duration.ofSeconds(10), Duration.ofSeconds(120), Duration.ofSeconds(2));
  }

  private enum Phase {
    HEADER,
    EXCHANGE,
    IDLE
  }

  private final Limits limits;
  private Phase phase = Phase.HEADER;
  private long requests;
  private long idleBytes;
  private long sinceNanos;

  ConnectionPace(Limits limits, long nowNanos) {
    this.limits = limits;
    this.sinceNanos = nowNanos;
  }

  /**
   * Sees the connection again.
   *
   * @param begun requests whose head was read
   * @param ended requests that were answered
   * @param bytes that came in
   * @param scarce whether there are hardly connections left
   * @return whether it is to be closed
   */
  boolean isTooSlow(long begun, long ended, long bytes, boolean scarce, long nowNanos) {
    Phase now = phase(begun, ended, bytes);
    if (now != phase || begun != requests) {
      phase = now;
      requests = begun;
      sinceNanos = nowNanos;
    }
    if (now != Phase.HEADER) {
      idleBytes = bytes;
    }
    return nowNanos - sinceNanos > limit(scarce).toNanos();
  }

  private Phase phase(long begun, long ended, long bytes) {
    if (begun > ended) {
      return Phase.EXCHANGE;
    }
    boolean between = begun > 0 && (begun != requests || bytes == idleBytes);
    return between ? Phase.IDLE : Phase.HEADER;
  }

  private Duration limit(boolean scarce) {
    return switch (phase) {
      case HEADER -> limits.header();
      case EXCHANGE -> limits.exchange();
      // Otherwise the connector's idle time-out ends it.
      case IDLE -> scarce ? limits.idle() : Duration.ofDays(1);
    };
  }
}
