package dev.freshet.cli.verb;

import dev.freshet.core.DaemonThreads;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices the end of the parent process, however it ended: the pipe between the two breaks. The
 * parent's process id would not do, since it could belong to another process by then.
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
    DaemonThreads.unstarted(
            "freshet-parent",
            () -> {
              drain(input);
              LOGGER.atInfo().log("parent process ended");
              ended.run();
            })
        .start();
  }

  private static void drain(InputStream input) {
    try {
      while (input.read() >= 0) {
        // What is written to it does not matter.
      }
    } catch (IOException e) {
      LOGGER.atInfo().addKeyValue("error", e.toString()).log("standard input failed");
    }
  }
}
