package dev.freshet.core.config;

/**
 * A value that is never shown.
 *
 * @param reveal the value itself; only for the code that hands it to the service it is meant for
 */
public record Secret(String reveal) {

  @Override
  public String toString() {
    return "***";
  }
}
