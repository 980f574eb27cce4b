package dev.freshet.bench.discovery;

import java.io.IOException;
import java.util.Map;

/** Where files land. */
interface LandingPlace extends AutoCloseable {

  /** What a user of Spark gives to {@code load}. */
  String path();

  /**
   * Options of the source {@code autoloader} by which it gets events; empty if it has them anyway.
   */
  Map<String, String> eventOptions();

  /** Options of the source {@code autoloader} by which it only lists. */
  Map<String, String> listingOptions();

  /** Writes a file of one line at once, without an event. */
  void write(String name, String line) throws IOException;

  /** Writes a file and sends the event that the storage would send. */
  void land(String name, String line) throws IOException;

  @Override
  void close() throws IOException;
}
