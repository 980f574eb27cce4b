package dev.freshet.autoloader.discovery;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries of a landing zone that could not be looked at. Each is told once, and again if it fails
 * after a complete listing in which it did not. Not thread-safe.
 */
final class SkippedEntries {
  private static final Logger LOGGER = LoggerFactory.getLogger(SkippedEntries.class);

  private final Set<Path> told = new HashSet<>();
  private final Set<Path> met = new HashSet<>();

  /**
   * Takes note of an entry that is left out of this round.
   *
   * @return whether that was told now
   */
  boolean skip(Path entry, String reason) {
    met.add(entry);
    boolean news = told.add(entry);
    if (news) {
      LOGGER
          .atWarn()
          .addKeyValue("path", entry)
          .addKeyValue("reason", reason)
          .log("cannot look at entry of the landing zone, skipped until it can be");
    }
    return news;
  }

  void listingBegins() {
    met.clear();
  }

  /** What the listing did not meet works again or is gone. */
  void listingCompleted() {
    told.retainAll(met);
  }
}
