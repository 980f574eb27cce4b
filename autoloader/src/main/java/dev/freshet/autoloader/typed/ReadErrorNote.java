package dev.freshet.autoloader.typed;

import java.io.Serializable;

/** Is told of the files of which not all became rows. Travels to the tasks. */
@FunctionalInterface
public interface ReadErrorNote extends Serializable {

  /**
   * @param sequence of the file
   */
  void add(long sequence);
}
