package dev.freshet.server.security;

import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.filter.Filter;
import dev.freshet.server.http.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of a file, ready to recognise callers. Immutable and thread-safe. */
final class KeyRing {

  /** Compared with in place of an unknown key, so that the refusal takes the same time. */
  private static final ApiKey UNKNOWN =
      new ApiKey(
          "",
          "",
          SecretHash.NONE,
          Optional.empty(),
          Optional.empty(),
          new ApiKey.Validity(Instant.EPOCH, Optional.empty(), Optional.empty()));

  private final Map<String, Entry> entries;
  private final List<Broken> broken;

  private KeyRing(Map<String, Entry> entries, List<Broken> broken) {
    this.entries = Map.copyOf(entries);
    this.broken = List.copyOf(broken);
  }

  /**
   * A stored key and its caller.
   *
   * @param caller the caller that sends it; empty if its row filter cannot be parsed
   */
  private record Entry(ApiKey key, Optional<Caller> caller) {}

  /** A key that cannot be used because its row filter cannot be parsed. */
  record Broken(String name, String why) {}

  /** The result of looking up a key. */
  sealed interface Verdict {

    /** The key is valid. */
    record Known(Caller caller) implements Verdict {}

    /** The secret is right, but the key is not valid; {@code why} may be told to its holder. */
    record Invalid(String why) implements Verdict {}

    /** No key has this id and secret. */
    record Unknown() implements Verdict {}
  }

  static KeyRing of(List<ApiKey> keys) {
    Map<String, Entry> entries = new HashMap<>();
    List<Broken> broken = new ArrayList<>();
    for (ApiKey key : keys) {
      Optional<Caller> caller = Optional.empty();
      try {
        caller = Optional.of(new Caller(key.name(), key.rows().map(Filter::parse)));
      } catch (InvalidRequestException e) {
        broken.add(new Broken(key.name(), e.getMessage()));
      }
      entries.put(key.id(), new Entry(key, caller));
    }
    return new KeyRing(entries, broken);
  }

  List<Broken> broken() {
    return broken;
  }

  /** Whether there are no keys, expired and revoked ones included. */
  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Looks up a key; takes the same time whether or not its id is known. */
  Verdict verdict(Optional<KeyText> presented, Instant now) {
    KeyText text = presented.orElse(new KeyText("", ""));
    Entry entry = entries.getOrDefault(text.id(), new Entry(UNKNOWN, Optional.empty()));
    ApiKey key = entry.key();
    SecretHash hash = text.hash();
    boolean current = key.hash().matches(hash);
    boolean former =
        key.previous().map(ApiKey.Previous::hash).orElse(SecretHash.NONE).matches(hash);
    if (!current && !former) {
      return new Verdict.Unknown();
    }
    return worth(entry, current, now);
  }

  private static Verdict worth(Entry entry, boolean current, Instant now) {
    ApiKey key = entry.key();
    ApiKey.State state = key.state(now);
    if (state == ApiKey.State.REVOKED) {
      return new Verdict.Invalid("the key was revoked. Ask for another one.");
    }
    if (state == ApiKey.State.EXPIRED) {
      return new Verdict.Invalid(
          "the key expired at %s. Ask for another one.".formatted(key.expires().orElseThrow()));
    }
    if (!current && !now.isBefore(key.previous().orElseThrow().until())) {
      return new Verdict.Invalid(
          "the key was replaced, and this one was valid until %s. Use the new one."
              .formatted(key.previous().orElseThrow().until()));
    }
    return entry
        .caller()
        .<Verdict>map(Verdict.Known::new)
        .orElseGet(
            () ->
                new Verdict.Invalid(
                    "the row filter of the key cannot be parsed. Ask the operator of the server to add it again."));
  }
}
