package dev.freshet.bench.place;

import java.io.IOException;
import java.util.Map;

/** Where files land. */
public interface LandingPlace extends AutoCloseable {

  /** What a user of Spark gives to {@code load}. */
  String path();

  /**
   * Options of the source {@code autoloader} by which it gets events; empty if it has them anyway.
   */
  Map<String, String> eventOptions();

  /** Options of the source {@code autoloader} by which it only lists. */
  Map<String, String> listingOptions();

  /** The landing zone as {@code source} and {@code storage} of a pipeline, with events. */
  String settings();

  /** The variables of the environment to which {@link #settings()} refer. */
  Map<String, String> environment();

  /**
   * How many requests of each kind, such as {@code get}, the pipeline has sent so far to storage
   * and queue; empty where there are none.
   */
  Map<String, Long> requests();

  /** Writes a file at once, without an event. */
  void write(String name, String lines) throws IOException;

  /** Writes a file and sends the event that the storage would send. */
  void land(String name, String lines) throws IOException;

  @Override
  void close() throws IOException;
}
