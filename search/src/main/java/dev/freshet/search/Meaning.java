package dev.freshet.search;

import dev.freshet.core.error.FreshetException;

/** What came of embedding a question. */
sealed interface Meaning {

  /** The question's vector. */
  record Known(float[] vector) implements Meaning {}

  /**
   * There is no vector.
   *
   * @param why fails a search that has nothing else to answer by
   * @param reason for people who search, without anything of the system
   */
  record Unknown(FreshetException why, String reason) implements Meaning {}

  /** The question is not embedded, since only its words are searched. */
  record NotAsked() implements Meaning {}
}
