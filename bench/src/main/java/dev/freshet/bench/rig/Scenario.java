package dev.freshet.bench.rig;

import java.nio.file.Path;
import java.util.List;

/** A measurement that prints its figures. */
public interface Scenario {

  /**
   * @param root the checkout
   * @return the figures, to be kept as JSON
   */
  Object measure(Path root) throws Exception;

  /**
   * The same with options.
   *
   * @param options as they follow the scenario's name
   * @throws IllegalArgumentException if the scenario does not know one, with what it knows
   */
  default Object measure(Path root, List<String> options) throws Exception {
    if (!options.isEmpty()) {
      throw new IllegalArgumentException("Cannot use " + options + ": it takes no options.");
    }
    return measure(root);
  }
}
