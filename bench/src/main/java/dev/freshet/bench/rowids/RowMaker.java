package dev.freshet.bench.rowids;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes rows: clustered vectors, texts of a small vocabulary. The same seed makes the same rows.
 */
final class RowMaker {

  static final int TENANTS = 10;
  static final int WORDS = 40;

  private static final int CLUSTERS = 32;
  private static final double SPREAD = 0.35;
  private static final int TEXT_WORDS_MIN = 3;
  private static final int TEXT_WORDS_MORE = 5;

  private final SplittableRandom random;
  private final float[][] centres;

  RowMaker(long seed, int dimension) {
    this.random = new SplittableRandom(seed);
    this.centres = new float[CLUSTERS][dimension];
    for (float[] centre : centres) {
      for (int d = 0; d < dimension; d++) {
        centre[d] = (float) random.nextGaussian();
      }
    }
  }

  static String tenant(int number) {
    return "t" + number;
  }

  static String word(int number) {
    return "word" + number;
  }

  int dimension() {
    return centres[0].length;
  }

  TrialRow row(int key, long version) {
    StringBuilder text = new StringBuilder();
    for (int left = TEXT_WORDS_MIN + random.nextInt(TEXT_WORDS_MORE); left > 0; left--) {
      text.append(text.isEmpty() ? "" : " ").append(word(random.nextInt(WORDS)));
    }
    float[] centre = centres[random.nextInt(CLUSTERS)];
    float[] vector = new float[centre.length];
    for (int d = 0; d < vector.length; d++) {
      vector[d] = (float) (centre[d] + SPREAD * random.nextGaussian());
    }
    return new TrialRow(key, version, tenant(random.nextInt(TENANTS)), text.toString(), vector);
  }

  List<TrialRow> rows(int from, int to, long version) {
    List<TrialRow> rows = new ArrayList<>();
    for (int key = from; key < to; key++) {
      rows.add(row(key, version));
    }
    return rows;
  }
}
