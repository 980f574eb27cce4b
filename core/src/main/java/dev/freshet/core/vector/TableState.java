package dev.freshet.core.vector;

import dev.freshet.core.BatchIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A vector table at one version.
 *
 * @param version table version
 * @param fragments data fragments
 * @param rows live rows (chunks)
 * @param unindexedRows rows the vector index does not cover, searched by scanning
 * @param deltaSegments segments of the vector index beside its base; 0 without an index
 * @param indexType such as {@code IVF_HNSW_SQ}; empty while the table is scanned
 * @param asOf everything that landed before is included; empty while nothing was committed
 * @param lastBatches the last batch of each stream that ever wrote to the table
 * @param newest whether it was the newest version when it was read; not while a reader goes on at
 *     the version before because a new index is being loaded
 */
public record TableState(
    long version,
    int fragments,
    long rows,
    long unindexedRows,
    int deltaSegments,
    Optional<String> indexType,
    Optional<Instant> asOf,
    List<BatchIdentity> lastBatches,
    boolean newest) {

  public TableState {
    lastBatches = List.copyOf(lastBatches);
  }

  /** This, of a version that is not the newest any more. */
  public TableState superseded() {
    return new TableState(
        version,
        fragments,
        rows,
        unindexedRows,
        deltaSegments,
        indexType,
        asOf,
        lastBatches,
        false);
  }
}
