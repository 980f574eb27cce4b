package dev.freshet.embedding.onnx;

import java.nio.FloatBuffer;

/** How the vectors of a text's tokens become the vector of the text. */
enum Pooling {
  /** The mean of all tokens, special ones included. */
  MEAN {
    @Override
    float[] pool(FloatBuffer tokenVectors, int tokens, int dimension) {
      float[] sum = new float[dimension];
      float[] row = new float[dimension];
      for (int token = 0; token < tokens; token++) {
        tokenVectors.get(token * dimension, row);
        for (int i = 0; i < dimension; i++) {
          sum[i] += row[i];
        }
      }
      // Not divided by the number of tokens: the vector is brought to unit length anyway.
      return sum;
    }
  },
  /** The vector of the first token, {@code [CLS]}. */
  CLS {
    @Override
    float[] pool(FloatBuffer tokenVectors, int tokens, int dimension) {
      float[] first = new float[dimension];
      tokenVectors.get(0, first);
      return first;
    }
  };

  /** The pooled vector of any length from {@code float[tokens][dimension]}, row-major. */
  abstract float[] pool(FloatBuffer tokenVectors, int tokens, int dimension);
}
