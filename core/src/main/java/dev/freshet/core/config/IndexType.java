package dev.freshet.core.config;

/** How vectors are indexed. The names are those the vector table uses. */
public enum IndexType {
  /** Inverted lists, each with an HNSW graph over scalar-quantised vectors. */
  IVF_HNSW_SQ
}
