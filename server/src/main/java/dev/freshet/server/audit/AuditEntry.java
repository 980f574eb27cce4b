package dev.freshet.server.audit;

import java.time.Instant;

/**
 * A line of the audit log, whose JSON has the components in their order. It contains no text of
 * callers: no queries, filters, bodies or keys, and of paths only those that exist.
 */
sealed interface AuditEntry {

  /** When it was written or answered. */
  Instant at();

  /** How many requests the line stands for. */
  long requests();

  /**
   * The line of one request.
   *
   * @param at when it was answered
   * @param caller the name of the key; {@code unknown} if the request was refused before that was
   *     known
   * @param method the HTTP method
   * @param path as registered; {@code other} for a path that is not registered
   * @param status of the answer
   * @param tookMs from the first byte of the request to the answer
   * @param bytes of the answer's body
   */
  record Request(
      Instant at, String caller, String method, String path, int status, long tookMs, long bytes)
      implements AuditEntry {

    @Override
    public long requests() {
      return 1;
    }
  }

  /**
   * The line of requests that have none of their own, since too many were refused within a minute
   * or came faster than lines are written.
   *
   * @param at when the line was written
   * @param left how many requests were left out
   */
  record LeftOut(Instant at, long left) implements AuditEntry {

    @Override
    public long requests() {
      return left;
    }
  }
}
