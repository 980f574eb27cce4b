package dev.freshet.search;

import java.util.Locale;

/** How hits are found. */
public enum Mode {
  /** By the meaning of the question. */
  VECTOR,
  /** By its words. */
  TEXT,
  /** By both; a hit that either ranks high ranks high. */
  HYBRID;

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
