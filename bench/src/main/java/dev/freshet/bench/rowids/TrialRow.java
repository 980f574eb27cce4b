package dev.freshet.bench.rowids;

/**
 * A row as it should be in the table.
 *
 * @param key number of the row; {@link #id} is made of it
 * @param version of the row; grows with each replacement
 * @param text words parted by spaces
 */
record TrialRow(int key, long version, String tenant, String text, float[] vector) {

  static String id(int key) {
    return "k" + key;
  }

  static int key(String id) {
    return Integer.parseInt(id.substring(1));
  }

  String id() {
    return id(key);
  }

  boolean hasWord(String word) {
    return (" " + text + " ").contains(" " + word + " ");
  }

  /** The square of the Euclidean distance, as the index computes it. */
  double squaredDistance(float[] other) {
    double sum = 0;
    for (int d = 0; d < vector.length; d++) {
      double difference = vector[d] - other[d];
      sum += difference * difference;
    }
    return sum;
  }
}
