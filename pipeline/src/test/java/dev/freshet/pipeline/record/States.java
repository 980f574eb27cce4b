package dev.freshet.pipeline.record;

import dev.freshet.pipeline.order.SourcePosition;

/** States of records for tests, whose sources say nothing about their order. */
public final class States {

  private States() {}

  /** A state whose line has this place. */
  public static KeyState state(long version, long place, boolean deleted) {
    return new KeyState(version, SourcePosition.none(0), deleted, place, place, 0);
  }
}
