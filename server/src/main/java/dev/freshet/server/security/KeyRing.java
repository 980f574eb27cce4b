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

/** The keys that were read, ready to be recognised. Immutable and thread-safe. */
final class KeyRing {

  /** Stands in for a key that is not known, so that refusing it takes as long. */
  private static final ApiKey UNKNOWN =
      new ApiKey(
          "",
          "",
          SecretHash.NONE,
          Optional.empty(),
          Instant.EPOCH,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private final Map<String, Entry> entries;
  private final List<Broken> broken;

  private KeyRing(Map<String, Entry> entries, List<Broken> broken) {
    this.entries = Map.copyOf(entries);
    this.broken = List.copyOf(broken);
  }

  /**
   * @param caller who presents it; empty if nobody may, as its rows are not understood
   */
  private record Entry(ApiKey key, Optional<Caller> caller) {}

  /** A key nobody can use because its row filter is not understood. */
  record Broken(String name, String why) {}

  /** What a presented key is worth. */
  sealed interface Verdict {

    record Known(Caller caller) implements Verdict {}

    /** The secret is right, but the key does not count: its holder may be told why. */
    record Void(String name, String why) implements Verdict {}

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

  /** Whether there are no keys, not even ones that do not count any more. */
  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Takes as long for a key whose id is known as for another. */
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
      return new Verdict.Void(key.name(), "the key was revoked. Ask for another one.");
    }
    if (state == ApiKey.State.EXPIRED) {
      return new Verdict.Void(
          key.name(),
          "the key expired at %s. Ask for another one.".formatted(key.expires().orElseThrow()));
    }
    if (!current && !now.isBefore(key.previous().orElseThrow().until())) {
      return new Verdict.Void(
          key.name(),
          "the key was replaced, and this one counted until %s. Use the new one."
              .formatted(key.previous().orElseThrow().until()));
    }
    return entry
        .caller()
        .<Verdict>map(Verdict.Known::new)
        .orElseGet(
            () ->
                new Verdict.Void(
                    key.name(),
                    "the row filter of the key is not understood. Ask who runs the server to add it again."));
  }
}
