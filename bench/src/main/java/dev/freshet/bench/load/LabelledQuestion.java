package dev.freshet.bench.load;

import dev.freshet.bench.rig.Similarity;

/**
 * What is asked, and the rows as loaded that are nearest to it.
 *
 * @param vector of unit length
 * @param keys the nearest rows, best first, many more than are asked for
 * @param similarities of these
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LabelledQuestion(float[] vector, int[] keys, float[] similarities) {

  /** More than the nearest rows that are rewritten during a measurement. */
  static final int KNOWN = 200;

  float similarity(float[] other) {
    return Similarity.of(vector, other);
  }
}
