package dev.freshet.server.security;

import dev.freshet.core.error.FreshetException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a file that may change while they are asked for: looked at again on use, at most once
 * in {@link #LOOK_EVERY}. Thread-safe.
 *
 * <p>Fails closed: while the file is damaged no key counts, and once there were keys, a file that
 * is gone is not the same as none at all.
 */
final class LiveKeys {

  static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private static final Logger LOGGER = LoggerFactory.getLogger(LiveKeys.class);

  private final ApiKeyFile file;
  private final InstantSource clock;

  private volatile Loaded loaded;

  /**
   * @param ring the keys that count
   * @param stamp of the file they come from; empty if there was none
   * @param open whether there never were keys, so that none is needed
   * @param error that was logged; null if there is none
   * @param lookedMillis when the file was looked at
   */
  private record Loaded(
      KeyRing ring,
      Optional<ApiKeyFile.Stamp> stamp,
      boolean open,
      @Nullable String error,
      long lookedMillis) {}

  LiveKeys(ApiKeyFile file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
    this.loaded = load(new Loaded(KeyRing.of(List.of()), Optional.empty(), true, null, 0));
  }

  /** What counts now. */
  KeyRing ring() {
    return current().ring();
  }

  /** Whether no key is needed, as there never were any since this was made. */
  boolean none() {
    return current().open();
  }

  private Loaded current() {
    Loaded seen = loaded;
    return isRecent(seen) ? seen : refreshed();
  }

  private synchronized Loaded refreshed() {
    if (!isRecent(loaded)) {
      loaded = load(loaded);
    }
    return loaded;
  }

  private boolean isRecent(Loaded seen) {
    long age = clock.millis() - seen.lookedMillis();
    return age >= 0 && age < LOOK_EVERY.toMillis();
  }

  private Loaded load(Loaded before) {
    long now = clock.millis();
    try {
      Optional<ApiKeyFile.Stamp> stamp = file.stamp();
      boolean same = stamp.equals(before.stamp()) && before.error() == null && stamp.isPresent();
      if (same) {
        return new Loaded(before.ring(), stamp, before.open(), null, now);
      }
      KeyRing ring = KeyRing.of(file.read());
      ring.broken().forEach(LiveKeys::logBroken);
      boolean open = before.open() && ring.isEmpty() && before.error() == null;
      if (stamp.isEmpty() && before.stamp().isPresent()) {
        LOGGER.atError().addKeyValue("file", file.path()).log("API keys are gone; none counts");
      }
      return new Loaded(ring, stamp, open, null, now);
    } catch (FreshetException e) {
      if (!e.getMessage().equals(before.error())) {
        LOGGER.atError().addKeyValue("error", e.getMessage()).log("no API key counts");
      }
      return new Loaded(KeyRing.of(List.of()), Optional.empty(), false, e.getMessage(), now);
    }
  }

  private static void logBroken(KeyRing.Broken key) {
    LOGGER
        .atError()
        .addKeyValue("key", key.name())
        .addKeyValue("error", key.why())
        .log("API key cannot be used, its row filter is not understood");
  }
}
