package dev.freshet.server.query;

import java.time.Instant;

/** Says when a file landed. Thread-safe. */
@FunctionalInterface
public interface LandingTimes {

  /**
   * When the newest version of a file was there to be found.
   *
   * @param file relative to the landing zone
   * @throws dev.freshet.core.error.InvalidRequestException if there is no such file
   */
  Instant landedAt(String file);
}
