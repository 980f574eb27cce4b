package dev.freshet.pipeline.change;

import dev.freshet.pipeline.document.Document;
import org.jspecify.annotations.Nullable;

/** What one landed line says. */
public sealed interface Reading {

  /**
   * A valid event.
   *
   * @param event what happened
   * @param document the record's document; null unless the event is an upsert
   */
  record Event(ChangeEvent event, @Nullable Document document) implements Reading {}

  /** Not a valid event; the reason tells the user what to fix. */
  record Rejected(String reason) implements Reading {}
}
