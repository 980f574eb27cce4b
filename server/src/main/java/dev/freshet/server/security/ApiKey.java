package dev.freshet.server.security;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;

/**
 * A key of the search API as it is stored: enough to recognise it, not enough to use it.
 *
 * @param id what the key is found by; part of the key
 * @param name whom it was given to
 * @param hash of its secret
 * @param rows filter that every row its holder sees satisfies, as text; empty for all rows
 * @param created when it was made
 * @param expires when it stops to count; empty for never
 * @param previous the secret before the last rotation, for as long as it still counts
 * @param revoked since when it does not count any more; empty while it does
 */
public record ApiKey(
    String id,
    String name,
    @JsonProperty("sha256") SecretHash hash,
    Optional<String> rows,
    Instant created,
    Optional<Instant> expires,
    Optional<Previous> previous,
    Optional<Instant> revoked) {

  /**
   * A secret that was replaced.
   *
   * @param hash of it
   * @param until when it stops to count
   */
  public record Previous(@JsonProperty("sha256") SecretHash hash, Instant until) {}

  /** Whether it counts, apart from its secret. */
  public State state(Instant now) {
    if (revoked.isPresent()) {
      return State.REVOKED;
    }
    return expires.isPresent() && !now.isBefore(expires.get()) ? State.EXPIRED : State.VALID;
  }

  /** What has become of a key. */
  public enum State {
    VALID,
    EXPIRED,
    REVOKED
  }

  /** This with another secret; the one it has counts until {@code until}. */
  ApiKey rotated(SecretHash next, Instant until) {
    return new ApiKey(
        id, name, next, rows, created, expires, Optional.of(new Previous(hash, until)), revoked);
  }

  /** This, not counting any more. */
  ApiKey revoked(Instant at) {
    return new ApiKey(id, name, hash, rows, created, expires, Optional.empty(), Optional.of(at));
  }
}
