package dev.freshet.core.vector;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads a vector table while it is written. Every call sees the newest committed version, and one
 * version only; while a new index is loaded, which takes a moment, it is the newest version before
 * that index. No call sees an older version than an earlier call. Thread-safe.
 *
 * <p>Every method that reads throws a {@link dev.freshet.core.error.FreshetException}: with {@code
 * TABLE_NOT_FOUND} once the table was deleted or another took its place (close the reader and open
 * another), with {@code TABLE_TOO_NEW} once a newer library wrote to it, with {@code
 * STORE_UNAVAILABLE} if storage fails (repeat the call); and {@link IllegalStateException} after
 * {@link #close}.
 */
public interface VectorTableReader extends AutoCloseable {

  /**
   * The chunks that answer best. Nearest neighbours come from the index for the rows it covers and
   * from a scan for the unindexed tail; hits for words come from the full-text index and a scan for
   * the rest.
   *
   * @throws dev.freshet.core.error.InvalidRequestException if the vector's dimension or the filter
   *     does not fit the table, a query for words has no word, or there is no full-text index yet
   */
  default SearchResult search(Query query) {
    return search(List.of(query)).get(0);
  }

  /**
   * Answers several questions from one version, with all texts and metadata.
   *
   * @param queries at least one
   * @return a result each, in their order
   * @throws dev.freshet.core.error.InvalidRequestException as {@link #search(Query)}
   */
  default List<SearchResult> search(List<? extends Query> queries) {
    try (TableSnapshot snapshot = snapshot()) {
      List<List<Hit>> ranked = queries.stream().map(snapshot::rank).toList();
      return ranked.stream()
          .map(hits -> snapshot.read(hits, TableSnapshot.Content.ALL))
          .map(hits -> new SearchResult(hits, snapshot.state()))
          .toList();
    }
  }

  /** The newest version, for several questions. The caller closes it soon. */
  TableSnapshot snapshot();

  /**
   * The version of a record in the table; empty if it has no chunks there, because it never landed,
   * is deleted, or has no text.
   */
  OptionalLong versionOf(String recordKey);

  /** The state of the newest version. */
  TableState state();

  /**
   * Passes every live row, in no particular order, of one version to {@code consumer}.
   *
   * @return the state of that version
   */
  TableState scan(Consumer<StoredChunk> consumer);

  /** What the table was created for. */
  VectorTableSpec spec();

  /** Waits for calls that are under way. Idempotent. */
  @Override
  void close();

  /**
   * One version of a vector table, for several questions: first hits are ranked, then the texts and
   * metadata of those that count are read. Used and closed by the thread that took it.
   */
  interface TableSnapshot extends AutoCloseable {

    /**
     * What to read of a hit.
     *
     * @param fields {@code text} and names of metadata columns; empty for all of them
     * @param bytesMax most bytes of all texts and metadata together, in UTF-8
     */
    record Content(Optional<Set<String>> fields, long bytesMax) {

      /** The field that is the text of the chunk. */
      public static final String TEXT = "text";

      /** Everything, of any size. */
      public static final Content ALL = new Content(Optional.empty(), Long.MAX_VALUE);

      public Content {
        fields = fields.map(Set::copyOf);
      }

      /** Whether {@code field} is wanted. */
      public boolean wants(String field) {
        return fields.isEmpty() || fields.get().contains(field);
      }
    }

    /** The state of the version. */
    TableState state();

    /** Whether there is a full-text index, without which no {@link TextQuery} is answered. */
    boolean isTextIndexed();

    /**
     * The chunks that answer best, without text and metadata. Of two that answer equally well the
     * one with the lower record key comes first, then the one with the lower ordinal; so the first
     * ten of thirty are the ten. That holds for the first {@value Query#CANDIDATES_MAX} equal ones.
     *
     * @throws dev.freshet.core.error.InvalidRequestException if the vector's dimension or the
     *     filter does not fit the table, a query for words has no word, or there is no full-text
     *     index yet
     */
    List<Hit> rank(Query query);

    /**
     * The same hits with their texts and metadata.
     *
     * @param ranked hits of {@link #rank} of this snapshot, in any order
     * @return as many of the first hits as {@link Content#bytesMax} allows, in the same order
     */
    List<Hit> read(List<Hit> ranked, Content wanted);

    @Override
    void close();
  }
}
