package dev.freshet.core.vector;

import java.util.function.Consumer;

/**
 * Reads a vector table while it is written. Every call sees the newest committed version, and one
 * version only. Thread-safe.
 */
public interface VectorTableReader extends AutoCloseable {

  /**
   * The {@code k} nearest chunks: the index answers for what it covers, a scan for the unindexed
   * tail.
   *
   * @throws dev.freshet.core.error.InvalidRequestException if the vector's dimension or the filter
   *     does not fit the table
   */
  SearchResult search(VectorQuery query);

  /**
   * The {@code k} chunks that match the words best: the full-text index answers for what it covers,
   * a scan for the rest.
   *
   * @throws dev.freshet.core.error.InvalidRequestException if the query has no word, the filter
   *     does not fit the table, or the table has no full-text index yet
   */
  SearchResult search(TextQuery query);

  TableState state();

  /**
   * Passes every live row, in no particular order, of one version to {@code consumer}.
   *
   * @return the state of that version
   */
  TableState scan(Consumer<StoredChunk> consumer);

  /** What the table was created for. */
  VectorTableSpec spec();

  @Override
  void close();
}
