package dev.freshet.pipeline.change;

import dev.freshet.pipeline.document.Document;
import java.util.List;
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

  /**
   * An upsert that leaves columns out which did not change; the record's row before the change
   * completes it.
   *
   * @param event what happened; its fields hold placeholders
   * @param missing the columns of the document that are left out
   */
  record Incomplete(ChangeEvent event, List<String> missing) implements Reading {}

  /** Not a valid event; the reason tells the user what to fix. */
  record Rejected(String reason) implements Reading {}
}
