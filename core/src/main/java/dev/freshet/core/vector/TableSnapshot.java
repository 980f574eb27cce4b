package dev.freshet.core.vector;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One version of a vector table, for several questions: first hits are ranked, then the texts and
 * metadata of those that count are read. Used and closed by the thread that took it.
 */
public interface TableSnapshot extends AutoCloseable {

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
   * The chunks that answer best, without text and metadata. Of two that answer equally well the one
   * with the lower record key comes first, then the one with the lower ordinal; so the first ten of
   * thirty are the ten. That holds for the first {@value Query#CANDIDATES_MAX} equal ones.
   *
   * @throws dev.freshet.core.error.InvalidRequestException if the vector's dimension or the filter
   *     does not fit the table, a query for words has no word, or there is no full-text index yet
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
