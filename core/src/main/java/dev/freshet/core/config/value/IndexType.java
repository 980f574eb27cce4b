package dev.freshet.core.config.value;

/**
 * How vectors are indexed. The names are those the vector table uses. All divide the vectors into
 * inverted lists (IVF); they differ in what a list holds and how it is searched.
 */
public enum IndexType {
  /** An HNSW graph over vectors of one byte a dimension. */
  IVF_HNSW_SQ,
  /** An HNSW graph over product-quantised vectors: smaller, and coarser. */
  IVF_HNSW_PQ,
  /** The vectors as they are, all of a list compared. */
  IVF_FLAT,
  /** Vectors of one byte a dimension, all of a list compared. */
  IVF_SQ,
  /** Product-quantised vectors, all of a list compared. */
  IVF_PQ,
  /** Vectors of one bit a dimension (RaBitQ), all of a list compared: the smallest. */
  IVF_RQ
}
