package dev.freshet.core.vector;

import java.util.List;

/**
 * The hits and the state of the table they come from.
 *
 * @param hits best first
 * @param table the version that was searched
 */
public record SearchResult(List<Hit> hits, TableState table) {

  public SearchResult {
    hits = List.copyOf(hits);
  }
}
