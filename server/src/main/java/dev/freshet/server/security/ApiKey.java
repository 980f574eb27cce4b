package dev.freshet.server.security;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.Optional;

/**
 * A key of the search API as it is stored: it can be recognised but not used.
 *
 * @param id identifies the key; part of its text
 * @param name the person or program that has the key
 * @param hash of its secret
 * @param rows a filter, as text, that every row satisfies which the holder may see; empty for all
 *     rows
 * @param previous the secret before the last rotation, while it is still valid
 * @param validity when the key is valid
 */
@JsonPropertyOrder({"id", "name", "sha256", "rows", "created", "expires", "previous", "revoked"})
public record ApiKey(
    String id,
    String name,
    @JsonProperty("sha256") SecretHash hash,
    Optional<String> rows,
    Optional<Previous> previous,
    @JsonIgnore Validity validity) {

  /**
   * A secret that was replaced.
   *
   * @param hash of the secret
   * @param until when it becomes invalid
   */
  public record Previous(@JsonProperty("sha256") SecretHash hash, Instant until) {}

  /**
   * When a key is valid.
   *
   * @param created when it was made
   * @param expires when it becomes invalid by itself; empty if it does not expire
   * @param revoked when it was revoked; empty if it was not
   */
  record Validity(Instant created, Optional<Instant> expires, Optional<Instant> revoked) {

    State at(Instant now) {
      if (revoked.isPresent()) {
        return State.REVOKED;
      }
      return expires.isPresent() && !now.isBefore(expires.get()) ? State.EXPIRED : State.VALID;
    }

    Validity revokedAt(Instant at) {
      return new Validity(created, expires, Optional.of(at));
    }
  }

  /** Whether a key is valid. */
  public enum State {
    VALID,
    EXPIRED,
    REVOKED
  }

  /** A key with the fields of the file, where the validity has no level of its own. */
  @JsonCreator
  static ApiKey stored(
      @JsonProperty("id") String id,
      @JsonProperty("name") String name,
      @JsonProperty("sha256") SecretHash hash,
      @JsonProperty("rows") Optional<String> rows,
      @JsonProperty("created") Instant created,
      @JsonProperty("expires") Optional<Instant> expires,
      @JsonProperty("previous") Optional<Previous> previous,
      @JsonProperty("revoked") Optional<Instant> revoked) {
    return new ApiKey(id, name, hash, rows, previous, new Validity(created, expires, revoked));
  }

  /** When the key was made. */
  @JsonProperty
  public Instant created() {
    return validity.created();
  }

  /** When the key becomes invalid by itself; empty if it does not expire. */
  @JsonProperty
  public Optional<Instant> expires() {
    return validity.expires();
  }

  /** When the key was revoked; empty if it was not. */
  @JsonProperty
  public Optional<Instant> revoked() {
    return validity.revoked();
  }

  /** Whether the key is valid, apart from its secret. */
  public State state(Instant now) {
    return validity.at(now);
  }

  /** This key with another secret; the present one stays valid until {@code until}. */
  ApiKey rotated(SecretHash next, Instant until) {
    return new ApiKey(id, name, next, rows, Optional.of(new Previous(hash, until)), validity);
  }

  /** This key, revoked. */
  ApiKey revoked(Instant at) {
    return new ApiKey(id, name, hash, rows, Optional.empty(), validity.revokedAt(at));
  }
}
