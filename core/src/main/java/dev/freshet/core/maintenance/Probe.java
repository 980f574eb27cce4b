package dev.freshet.core.maintenance;

/**
 * What to measure on a table, and with how much work at most.
 *
 * @param queries stored vectors to ask with, sampled again each time, at least 1
 * @param k neighbours per query, at least 1
 * @param scanRowsMax rows the scan cost is measured on at most, at least 1. Recall needs an exact
 *     scan of the whole table per query whatever this says; leave it out by {@code recall}
 * @param recall whether to measure recall too
 */
public record Probe(int queries, int k, long scanRowsMax, boolean recall) {

  public Probe {
    if (queries < 1 || k < 1 || scanRowsMax < 1) {
      throw new IllegalArgumentException(
          "Invalid probe: %d queries, k %d, %d rows".formatted(queries, k, scanRowsMax));
    }
  }
}
