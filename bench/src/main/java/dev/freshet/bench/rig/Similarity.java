package dev.freshet.bench.rig;

/** The similarity of vectors of unit length. */
public final class Similarity {

  private Similarity() {}

  /**
   * Their product. Four sums at once keep the processor busy.
   *
   * @param a its length is a multiple of four
   * @param b of the same length
   */
  public static float of(float[] a, float[] b) {
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
}
