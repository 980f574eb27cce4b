package dev.freshet.cli.damage;

/**
 * What became of a damaged home.
 *
 * @param outcome in one word
 * @param detail what the verbs said; for people
 */
record CaseResult(Outcome outcome, String detail) {

  /** How a case ends. */
  enum Outcome {
    /** No verb noticed, and none had to: the answers are right. */
    UNHARMED,
    /** {@code run} put it right; every verb before and after it answered or named the file. */
    HEALED,
    /** {@code run} refused to go on, with the file and what to do; nothing said equal. */
    REFUSED,
    /** Everything else. */
    WRONG
  }
}
