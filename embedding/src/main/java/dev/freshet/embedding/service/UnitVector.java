package dev.freshet.embedding.service;

import java.util.Optional;

/** A direction; what has none is no vector anybody can search by. */
final class UnitVector {

  private UnitVector() {}

  /** The vector scaled to length 1; empty if it is zero or has a component that is not finite. */
  static Optional<float[]> of(float[] vector) {
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
