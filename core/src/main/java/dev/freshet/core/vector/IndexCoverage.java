package dev.freshet.core.vector;

import java.util.Optional;

/**
 * How much of a vector table its vector index covers.
 *
 * @param unindexedRows rows the vector index does not cover, searched by scanning
 * @param deltaSegments segments of the vector index beside its base; 0 without an index
 * @param indexType such as {@code IVF_HNSW_SQ}; empty while the table is scanned
 */
public record IndexCoverage(long unindexedRows, int deltaSegments, Optional<String> indexType) {

  /** The coverage of a table of {@code rows} rows without a vector index. */
  public static IndexCoverage none(long rows) {
    return new IndexCoverage(rows, 0, Optional.empty());
  }
}
