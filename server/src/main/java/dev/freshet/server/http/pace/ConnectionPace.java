package dev.freshet.server.http.pace;

import java.time.Duration;

/**
 * Decides whether a connection is too slow, from counters that are read once in a while. Not
 * thread-safe.
 */
final class ConnectionPace {

  private enum Phase {
    HEADER,
    EXCHANGE,
    IDLE
  }

  private final SlowConnections.Limits limits;
  private Phase phase = Phase.HEADER;
  private long requests;
  private long idleBytes;
  private long sinceNanos;

  ConnectionPace(SlowConnections.Limits limits, long nowNanos) {
    this.limits = limits;
    this.sinceNanos = nowNanos;
  }

  /**
   * Takes new readings of the counters.
   *
   * @param begun how many requests had their head read
   * @param ended how many requests were answered
   * @param bytes how many bytes were received
   * @param scarce whether few connections are left
   * @return whether the connection is to be closed
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
      // While connections are left, the idle time-out of the connector closes it.
      case IDLE -> scarce ? limits.idle() : Duration.ofDays(1);
    };
  }
}
