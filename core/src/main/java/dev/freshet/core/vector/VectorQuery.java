package dev.freshet.core.vector;

import org.jspecify.annotations.Nullable;

/**
 * A nearest-neighbour question.
 *
 * @param vector the query's embedding, of the table's dimension and fingerprint
 * @param k how many chunks to return, at least 1
 * @param filter SQL condition over the table's columns that every hit satisfies, or null
 */
public record VectorQuery(float[] vector, int k, @Nullable String filter) {

  public VectorQuery {
    if (k < 1) {
      throw new IllegalArgumentException("Invalid k: " + k);
    }
  }
}
