package dev.freshet.server.security;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of the audit log. Holds nothing that callers wrote: no queries, filters, bodies or keys,
 * and of paths only those that exist.
 *
 * @param at when it was answered
 * @param caller name of the key; {@code unknown} if it was refused before that was clear
 * @param method of HTTP
 * @param path as registered; {@code other} for one that is not
 * @param status of the answer
 * @param tookMs from the first byte of the request to the answer
 * @param bytes of the answer's body
 * @param left how many requests have no line of their own: refused ones beyond the limit of a
 *     minute, or such that came quicker than lines are written; null on the lines of single ones
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AuditEntry(
    Instant at,
    @Nullable String caller,
    @Nullable String method,
    @Nullable String path,
    @Nullable Integer status,
    @Nullable Long tookMs,
    @Nullable Long bytes,
    @Nullable Long left) {

  /** The line for requests without a line. */
  static AuditEntry left(Instant at, long count) {
    return new AuditEntry(at, null, null, null, null, null, null, count);
  }
}
