package dev.freshet.core.vector;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The hits and the state of the table they come from.
 *
 * @param hits best first
 * @param version table version that was searched
 * @param asOf everything that landed before is included; empty while nothing was committed
 */
public record SearchResult(List<Hit> hits, long version, Optional<Instant> asOf) {

  public SearchResult {
    hits = List.copyOf(hits);
  }
}
