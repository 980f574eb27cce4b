package dev.freshet.pipeline.change;

/** What one line means in a change format. */
sealed interface Parsed {

  /** The line is a valid event. */
  record Accepted(ChangeEvent event) implements Parsed {}

  /** The line is not a valid event; the reason tells the user what to fix. */
  record Rejected(String reason) implements Parsed {}
}
