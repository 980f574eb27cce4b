package dev.freshet.autoloader.event;

import java.util.List;

/**
 * A message of a queue.
 *
 * @param receipt with which it is deleted or hidden for longer
 * @param events at least one
 */
public record EventMessage(String receipt, List<FileEvent> events) {

  /** Copies the list. */
  public EventMessage {
    events = List.copyOf(events);
  }
}
