package dev.freshet.server.security;

import dev.freshet.core.error.FreshetException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a file that may change at any time: a use checks the file again, at most once in
 * {@link #LOOK_EVERY}. Thread-safe.
 *
 * <p>Fails closed: while the file is damaged no key is valid, and once the home had keys, a removed
 * file does not open the server, neither now nor after a start.
 */
final class LiveKeys {

  static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private static final Logger LOGGER = LoggerFactory.getLogger(LiveKeys.class);

  private final ApiKeyFile file;
  private final InstantSource clock;

  private volatile Loaded loaded;

  /**
   * The result of a check.
   *
   * @param ring the keys
   * @param stamp of the file they come from; empty if there was none
   * @param open whether there never were keys, so that none is needed
   * @param error the error that was logged; null if there was none
   * @param lookedMillis when the file was checked
   */
  private record Loaded(
      KeyRing ring,
      Optional<FileStamp> stamp,
      boolean open,
      @Nullable String error,
      long lookedMillis) {}

  LiveKeys(ApiKeyFile file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
    this.loaded = load(new Loaded(KeyRing.of(List.of()), Optional.empty(), true, null, 0));
  }

  /** The keys now. */
  KeyRing ring() {
    return current().ring();
  }

  /** Whether no key is needed, since there was none at any check. */
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
      Optional<FileStamp> stamp = file.stamp();
      boolean same = stamp.equals(before.stamp()) && before.error() == null && stamp.isPresent();
      if (same) {
        return new Loaded(before.ring(), stamp, before.open(), null, now);
      }
      KeyRing ring = KeyRing.of(file.read());
      ring.broken().forEach(LiveKeys::logBroken);
      boolean open = before.open() && !file.isRequired();
      if (stamp.isEmpty() && !open && isFirstSight(before)) {
        LOGGER
            .atError()
            .addKeyValue("path", file.path())
            .log(
                "file of api keys is gone; no key is valid; restore it or run freshet keys reset and"
                    + " add keys again");
      }
      if (stamp.isPresent()) {
        remember();
      }
      return new Loaded(ring, stamp, open, null, now);
    } catch (FreshetException e) {
      if (!e.getMessage().equals(before.error())) {
        LOGGER
            .atError()
            .addKeyValue("error", e.getMessage())
            .log("file of api keys cannot be read; no key is valid");
      }
      return new Loaded(KeyRing.of(List.of()), Optional.empty(), false, e.getMessage(), now);
    }
  }

  /** Whether the file was there at the check before, or this is the first check. */
  private static boolean isFirstSight(Loaded before) {
    return before.stamp().isPresent() || before.lookedMillis() == 0;
  }

  /** Keys of an earlier version have no marker yet. */
  private void remember() {
    try {
      file.require();
    } catch (IOException e) {
      LOGGER
          .atWarn()
          .addKeyValue("path", file.path())
          .addKeyValue("error", e.toString())
          .log("cannot remember that this home has api keys; a lost file would open the server");
    }
  }

  private static void logBroken(KeyRing.Broken key) {
    LOGGER
        .atError()
        .addKeyValue("key", key.name())
        .addKeyValue("error", key.why())
        .log("api key cannot be used: its row filter cannot be parsed");
  }
}
