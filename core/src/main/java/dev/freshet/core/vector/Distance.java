package dev.freshet.core.vector;

/** How two vectors are compared. The smaller the distance, the better the hit. */
public enum Distance {
  COSINE,
  L2,
  DOT
}
