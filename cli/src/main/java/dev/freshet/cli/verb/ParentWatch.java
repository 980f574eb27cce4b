package dev.freshet.cli.verb;

import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices the end of the process that started this one, however it ended: the pipe that process
 * holds the other end of breaks. A process id could belong to somebody else by then.
 */
final class ParentWatch {

  private static final Logger LOGGER = LoggerFactory.getLogger(ParentWatch.class);

  private ParentWatch() {}

  /**
   * Calls {@code ended} once, from a thread of its own, when {@code input} ends.
   *
   * @param input what arrives in it does not matter
   */
  static void start(InputStream input, Runnable ended) {
    Thread thread =
        new Thread(
            () -> {
              drain(input);
              LOGGER.atInfo().log("parent process ended");
              ended.run();
            },
            "freshet-parent");
    thread.setDaemon(true);
    thread.start();
  }

  private static void drain(InputStream input) {
    try {
      while (input.read() >= 0) {
        // Nobody is expected to write.
      }
    } catch (IOException e) {
      LOGGER.atInfo().addKeyValue("error", e.toString()).log("standard input broke");
    }
  }
}
