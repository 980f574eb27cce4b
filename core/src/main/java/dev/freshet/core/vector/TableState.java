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
 * @param coverage what the vector index covers
 * @param asOf everything that landed before is included; empty while nothing was committed
 * @param lastBatches the last batch of each stream that ever wrote to the table
 * @param newest whether it was the newest version when it was read; false while a reader stays at
 *     the version before because it loads a new index
 */
public record TableState(
    long version,
    int fragments,
    long rows,
    Coverage coverage,
    Optional<Instant> asOf,
    List<BatchIdentity> lastBatches,
    boolean newest) {

  /**
   * How much of the table its vector index covers.
   *
   * @param unindexedRows rows the vector index does not cover, searched by scanning
   * @param deltaSegments segments of the vector index beside its base; 0 without an index
   * @param indexType such as {@code IVF_HNSW_SQ}; empty while the table is scanned
   */
  public record Coverage(long unindexedRows, int deltaSegments, Optional<String> indexType) {

    /** The coverage of a table of {@code rows} rows without a vector index. */
    public static Coverage none(long rows) {
      return new Coverage(rows, 0, Optional.empty());
    }
  }

  public TableState {
    lastBatches = List.copyOf(lastBatches);
  }

  /** Rows the vector index does not cover, searched by scanning. */
  public long unindexedRows() {
    return coverage.unindexedRows();
  }

  /** Segments of the vector index beside its base; 0 without an index. */
  public int deltaSegments() {
    return coverage.deltaSegments();
  }

  /** Such as {@code IVF_HNSW_SQ}; empty while the table is scanned. */
  public Optional<String> indexType() {
    return coverage.indexType();
  }

  /** The same version, once a newer one exists. */
  public TableState superseded() {
    return new TableState(version, fragments, rows, coverage, asOf, lastBatches, false);
  }
}
