package dev.freshet.bench;

import java.nio.file.Path;

/** A measurement that prints its figures. */
public interface Scenario {

  /**
   * @param root the checkout
   * @return the figures, to be kept as JSON
   */
  Object measure(Path root) throws Exception;
}
