package dev.freshet.lance.table;

/** What the native library expects of a vector and does not check itself. */
public final class Vectors {

  private Vectors() {}

  public static boolean isFinite(float[] vector) {
    for (float component : vector) {
      if (!Float.isFinite(component)) {
        return false;
      }
    }
    return true;
  }

  public static boolean isZero(float[] vector) {
    for (float component : vector) {
      if (component != 0) {
        return false;
      }
    }
    return true;
  }
}
