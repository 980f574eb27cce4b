package dev.freshet.embedding.model;

import java.nio.FloatBuffer;

/** How the vectors of a text's tokens become the vector of the text. */
public enum Pooling {
  /** The mean of all tokens, special tokens included. */
  MEAN {
    @Override
    public float[] pool(FloatBuffer tokenVectors, int tokens, int dimension) {
      float[] sum = new float[dimension];
      float[] row = new float[dimension];
      for (int token = 0; token < tokens; token++) {
        tokenVectors.get(token * dimension, row);
        for (int i = 0; i < dimension; i++) {
          sum[i] += row[i];
        }
      }
      // The sum is not divided by the number of tokens: the caller scales it to unit length anyway.
      return sum;
    }
  },
  /** The vector of the first token, {@code [CLS]}. */
  CLS {
    @Override
    public float[] pool(FloatBuffer tokenVectors, int tokens, int dimension) {
      float[] first = new float[dimension];
      tokenVectors.get(0, first);
      return first;
    }
  };

  /**
   * The vector of a text, not yet of unit length.
   *
   * @param tokenVectors {@code float[tokens][dimension]}, row-major
   */
  public abstract float[] pool(FloatBuffer tokenVectors, int tokens, int dimension);
}
