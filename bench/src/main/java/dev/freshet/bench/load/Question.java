package dev.freshet.bench.load;

/**
 * What is asked, and the rows as loaded that are nearest to it.
 *
 * @param vector of unit length
 * @param keys the nearest rows, best first, many more than are asked for
 * @param similarities of these
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Question(float[] vector, int[] keys, float[] similarities) {

  /** Rows that are written anew take no more than that of the nearest away, one hopes. */
  static final int KNOWN = 200;

  /** Four sums at once keep the processor busy. */
  static float similarity(float[] a, float[] b) {
    float first = 0;
    float second = 0;
    float third = 0;
    float fourth = 0;
    for (int i = 0; i < a.length; i += 4) {
      first += a[i] * b[i];
      second += a[i + 1] * b[i + 1];
      third += a[i + 2] * b[i + 2];
      fourth += a[i + 3] * b[i + 3];
    }
    return first + second + third + fourth;
  }

  float similarity(float[] other) {
    return similarity(vector, other);
  }
}
