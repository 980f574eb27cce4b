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
   * Receives messages. One that says nothing about a file is deleted by the source itself, and one
   * that it cannot read is given to {@link #poison}.
   *
   * @param max most messages
   * @param wait how long to wait for the first
   * @return the events of the messages; empty if there are none
   * @throws IOException if the queue does not answer, or refuses
   */
  List<FileEvent> poll(int max, Duration wait) throws IOException;

  /**
   * Deletes messages. Called once all of their files are in the file log on disk.
   *
   * @param receipts one that is not valid any more is left out: its message comes again
   * @throws IOException if the queue does not answer
   */
  void delete(List<String> receipts) throws IOException;

  /**
   * Hides messages for longer.
   *
   * @throws IOException if the queue does not answer
   */
  void extend(List<String> receipts) throws IOException;

  /**
   * Takes a message out of the way that cannot be read, so that it does not come again. Its file,
   * if it has one, is found by a listing.
   *
   * @param reason for people
   * @throws IOException if the queue does not answer
   */
  void poison(String receipt, String reason) throws IOException;

  @Override
  void close() throws IOException;
}
