package dev.freshet.maintenance.policy;

/**
 * A limit, and the figures it follows from.
 *
 * @param name what is limited, in words
 * @param value in the unit the name says
 * @param derivation the figures it follows from, in words
 */
public record Threshold(String name, double value, String derivation) {

  long count() {
    return Math.round(value);
  }
}
