package dev.freshet.autoloader.discovery;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries of a landing zone that could not be read. Each is logged once, and again if it fails
 * after a complete listing in which it did not fail. Not thread-safe.
 */
final class SkippedEntries {
  private static final Logger LOGGER = LoggerFactory.getLogger(SkippedEntries.class);

  private final Set<String> logged = new HashSet<>();
  private final Set<String> met = new HashSet<>();

  /**
   * Records an entry that is left out of this round.
   *
   * @return whether it was logged now
   */
  boolean skip(String entry, String reason) {
    met.add(entry);
    boolean news = logged.add(entry);
    if (news) {
      LOGGER
          .atWarn()
          .addKeyValue("path", entry)
          .addKeyValue("reason", reason)
          .log("cannot read an entry of the landing zone, it is skipped until it can be read");
    }
    return news;
  }

  void listingBegins() {
    met.clear();
  }

  /** Forgets entries that the listing did not meet: they work again or are gone. */
  void listingCompleted() {
    logged.retainAll(met);
  }
}
