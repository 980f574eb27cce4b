package dev.freshet.cli.architecture.planted;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Breaks a rule: logs with a key that is not in the list. */
final class Painter {

  private static final Logger LOGGER = LoggerFactory.getLogger(Painter.class);

  private Painter() {}

  static void paint() {
    LOGGER.atInfo().addKeyValue("colour", "red").log("painted");
  }
}
