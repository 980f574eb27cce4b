package dev.freshet.pipeline.change;

/** What a change format makes of one line. */
sealed interface Parsed {

  /** The line is a valid event. */
  record Accepted(ChangeEvent event) implements Parsed {}

  /** The line is not a valid event; the reason is written for the person who has to mend it. */
  record Rejected(String reason) implements Parsed {}
}
