package dev.freshet.core.config;

import dev.freshet.core.vector.Distance;

/**
 * How vectors are indexed and compared; fixed when the vector table is created.
 *
 * @param type default {@link IndexType#IVF_HNSW_SQ}
 * @param distance default {@link Distance#COSINE}
 */
public record IndexConfig(IndexType type, Distance distance) {

  public static final IndexType DEFAULT_TYPE = IndexType.IVF_HNSW_SQ;
  public static final Distance DEFAULT_DISTANCE = Distance.COSINE;

  public static IndexConfig defaults() {
    return new IndexConfig(DEFAULT_TYPE, DEFAULT_DISTANCE);
  }
}
