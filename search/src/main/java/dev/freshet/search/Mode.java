package dev.freshet.search;

import java.util.Locale;

/** How hits are found. */
public enum Mode {
  /** By the meaning of the text or by the vector. */
  VECTOR,
  /** By the words of the text. */
  TEXT,
  /** By both: what one of the two ranks high is ranked high. */
  HYBRID;

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
