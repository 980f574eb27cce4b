package dev.freshet.lance;

/** What the native library expects of a vector and does not check itself. */
final class Vectors {

  private Vectors() {}

  static boolean isFinite(float[] vector) {
    for (float component : vector) {
      if (!Float.isFinite(component)) {
        return false;
      }
    }
    return true;
  }

  static boolean isZero(float[] vector) {
    for (float component : vector) {
      if (component != 0) {
        return false;
      }
    }
    return true;
  }
}
