package dev.freshet.core.vector;

import dev.freshet.core.filter.Filter;
import java.util.Optional;

/**
 * A search for nearest neighbours.
 *
 * @param vector the query's embedding, of the table's dimension and fingerprint
 * @param k how many chunks to return, at least 1
 * @param filter what every hit satisfies; empty for all rows
 */
public record VectorQuery(float[] vector, int k, Optional<Filter> filter) implements Query {

  public VectorQuery {
    if (k < 1) {
      throw new IllegalArgumentException("Invalid k: " + k);
    }
  }

  /** A search in all rows. */
  public VectorQuery(float[] vector, int k) {
    this(vector, k, Optional.empty());
  }
}
