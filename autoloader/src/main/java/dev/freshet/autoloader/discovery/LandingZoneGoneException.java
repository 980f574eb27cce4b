package dev.freshet.autoloader.discovery;

import java.io.IOException;

/** The landing zone itself is not there any more: retrying is of no use. */
final class LandingZoneGoneException extends IOException {
  private static final long serialVersionUID = 1;

  LandingZoneGoneException(String message) {
    super(message);
  }
}
