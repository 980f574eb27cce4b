package dev.freshet.autoloader.event;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A queue of messages about files. A message that was received is hidden from others for a while,
 * and comes again unless it is deleted. Messages may come twice, late, in any order or not at all.
 * Used by one thread.
 */
public interface FileEventSource extends AutoCloseable {

  /**
   * Receives messages. One that says nothing about a file is deleted by the source itself. One that
   * it cannot read is taken out of the way and told, so that it does not come again: its file, if
   * it has one, is found by a listing.
   *
   * @param max most messages
   * @param wait how long to wait for the first
   * @return empty if there are none
   * @throws IOException if the queue does not answer, or refuses
   */
  List<EventMessage> poll(int max, Duration wait) throws IOException;

  /** How long a message that was received is hidden. */
  Duration hidden();

  /**
   * Deletes messages. Called once all of their files are in the file log on disk.
   *
   * @param receipts one that is not valid any more is left out: its message comes again
   * @throws IOException if the queue does not answer
   */
  void delete(List<String> receipts) throws IOException;

  /**
   * Hides messages for as long as if they were received now. Their receipts stay valid.
   *
   * @param receipts one that is not valid any more is left out
   * @throws IOException if the queue does not answer
   */
  void extend(List<String> receipts) throws IOException;

  /**
   * About how many messages are in the queue.
   *
   * @throws IOException if the queue does not answer, or does not tell this reader
   */
  long approximateSize() throws IOException;

  @Override
  void close() throws IOException;
}
