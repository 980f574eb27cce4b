package dev.freshet.core.embed;

import java.util.Optional;

/** Scales vectors to length 1. A vector without a direction is no vector a search can use. */
public final class UnitVector {

  private UnitVector() {}

  /**
   * The vector scaled to length 1, as a new array; empty if it is zero or has a component that is
   * not finite.
   */
  public static Optional<float[]> of(float[] vector) {
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    double length = Math.sqrt(squares);
    if (!Double.isFinite(length) || length == 0) {
      return Optional.empty();
    }
    float[] unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (vector[i] / length);
    }
    return Optional.of(unit);
  }
}
