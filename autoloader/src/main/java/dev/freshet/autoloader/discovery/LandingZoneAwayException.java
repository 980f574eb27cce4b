package dev.freshet.autoloader.discovery;

import java.time.Duration;

/**
 * A run that is to end has waited long enough for a landing zone that is away. Nothing is lost:
 * bring it back and start again.
 */
public final class LandingZoneAwayException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  LandingZoneAwayException(String landingZone, Duration waited, Exception cause) {
    super(
        "Cannot read landing zone "
            + landingZone
            + ": it has been away for "
            + waited.toSeconds()
            + " s ("
            + cause.getMessage()
            + "). Bring it back and start again; nothing is lost.",
        cause);
  }
}
