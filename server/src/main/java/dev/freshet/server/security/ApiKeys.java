package dev.freshet.server.security;

import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.filter.Filter;
import dev.freshet.core.filter.FilterColumns;
import dev.freshet.server.http.Caller;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Adds, rotates and revokes keys of the search API. A running server notices within a second. */
public final class ApiKeys {

  private static final Set<String> RESERVED =
      Set.of(Caller.LOCAL.name(), Caller.OPEN.name(), Caller.UNKNOWN);

  private final ApiKeyFile file;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /** Reads nothing yet. */
  public ApiKeys(ApiKeyFile file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  /**
   * A key that was made or rotated.
   *
   * @param key as it is stored
   * @param text the key itself, which is stored nowhere: to be shown once
   */
  public record Issued(ApiKey key, String text) {}

  /** Every key, revoked ones too. */
  public List<ApiKey> all() {
    return file.read();
  }

  /**
   * Makes a key.
   *
   * @param name of the holder; only one key of a name may be unrevoked
   * @param rows a filter that every row satisfies which the holder may see; empty for all rows
   * @param columns the columns that the filter may name
   * @param lifetime until it expires, above zero; empty if it does not expire
   * @throws InvalidRequestException if the name, the filter or the lifetime is wrong
   */
  public Issued add(
      String name, Optional<String> rows, FilterColumns columns, Optional<Duration> lifetime) {
    if (!KeyText.NAME.matcher(name).matches()) {
      throw new InvalidRequestException(
          "Cannot add key '%s': a name has at most 40 lower-case letters, digits and -. Choose such a name."
              .formatted(name));
    }
    if (RESERVED.contains(name)) {
      throw new InvalidRequestException(
          "Cannot add key '%s': in the audit log it is the name of callers without a key. Choose another name."
              .formatted(name));
    }
    rows.ifPresent(text -> columns.check(Filter.parse(text)));
    Instant now = clock.instant();
    Optional<Instant> expires = lifetime.map(life -> after(now, life, "expires"));
    KeyText text = KeyText.random(name, random);
    ApiKey key =
        new ApiKey(
            text.id(),
            name,
            text.hash(),
            rows,
            Optional.empty(),
            new ApiKey.Validity(now, expires, Optional.empty()));
    file.update(
        keys -> {
          if (keys.stream().anyMatch(each -> hasName(each, name))) {
            throw new InvalidRequestException(
                "Cannot add key '%s': there is one with that name. Rotate or revoke it, or choose another name."
                    .formatted(name));
          }
          List<ApiKey> all = new ArrayList<>(keys);
          all.add(key);
          return all;
        });
    return new Issued(key, text.reveal());
  }

  /**
   * Gives a key another secret.
   *
   * @param grace how long the present secret stays valid; zero to end it now
   * @throws InvalidRequestException if there is no unrevoked key with that name
   */
  public Issued rotate(String name, Duration grace) {
    Instant now = clock.instant();
    Instant until = after(now, grace, "grace");
    Issued[] issued = new Issued[1];
    change(
        name,
        "rotate",
        key -> {
          KeyText text = KeyText.renewed(key.id(), random);
          ApiKey rotated = key.rotated(text.hash(), until);
          issued[0] = new Issued(rotated, text.reveal());
          return rotated;
        });
    return issued[0];
  }

  /**
   * Revokes a key. It stays in the file, so that its holder gets the reason.
   *
   * @throws InvalidRequestException if there is no unrevoked key with that name
   */
  public ApiKey revoke(String name) {
    ApiKey[] revoked = new ApiKey[1];
    change(name, "revoke", key -> revoked[0] = key.revoked(clock.instant()));
    return revoked[0];
  }

  /**
   * Removes all keys, also if their file is damaged. A server that starts afterwards needs no keys,
   * as long as it listens on loopback only; one that runs stays shut.
   */
  public void reset() {
    file.reset();
  }

  private void change(String name, String verb, UnaryOperator<ApiKey> change) {
    file.update(
        keys -> {
          if (keys.stream().noneMatch(key -> hasName(key, name))) {
            throw new InvalidRequestException(
                "Cannot %s key '%s': there is none with that name. `freshet keys list` shows the keys."
                    .formatted(verb, name));
          }
          return keys.stream().map(key -> hasName(key, name) ? change.apply(key) : key).toList();
        });
  }

  /** An expired key keeps its name until it is revoked. */
  private static boolean hasName(ApiKey key, String name) {
    return key.name().equals(name) && key.revoked().isEmpty();
  }

  private static Instant after(Instant now, Duration time, String what) {
    try {
      if (time.isNegative()) {
        throw new InvalidRequestException(
            "Cannot use %s: it is negative. Give a time such as 90d.".formatted(what));
      }
      return now.plus(time);
    } catch (DateTimeException | ArithmeticException e) {
      throw new InvalidRequestException(
          "Cannot use %s: it is too long. Give a time such as 90d.".formatted(what));
    }
  }
}
