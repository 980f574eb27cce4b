package dev.freshet.bench.load.contender;

import java.util.Map;

/** The maintenance of a vector table. */
public interface TableCare extends AutoCloseable {

  /**
   * Builds the index over all rows, and waits.
   *
   * @return the seconds that took; 0 for a table so small that it is scanned
   */
  double buildIndex() throws Exception;

  /** Maintains the table from now on, until the result is closed. */
  AutoCloseable start() throws Exception;

  /** What it did and what it took, by name. */
  Map<String, Object> figures();

  /** Ends maintenance that still runs. */
  @Override
  void close() throws Exception;
}
