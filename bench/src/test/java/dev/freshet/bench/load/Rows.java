package dev.freshet.bench.load;

import dev.freshet.bench.load.contender.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Rows whose vectors lie in clusters, so that nearest neighbours mean something. */
final class Rows {

  static final int DIMENSION = 32;

  private static final int CLUSTERS = 10;
  private static final float SPREAD = 0.3f;

  private final Random random = new Random(3);
  private final float[][] centres = new float[CLUSTERS][DIMENSION];

  Rows() {
    for (float[] centre : centres) {
      for (int i = 0; i < DIMENSION; i++) {
        centre[i] = (float) random.nextGaussian();
      }
    }
  }

  float[] vector() {
    float[] centre = centres[random.nextInt(CLUSTERS)];
    float[] vector = new float[DIMENSION];
    double sum = 0;
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) (centre[i] + SPREAD * random.nextGaussian());
      sum += vector[i] * vector[i];
    }
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] /= (float) Math.sqrt(sum);
    }
    return vector;
  }

  Row row(int key, long version) {
    return new Row(key, version, "text of " + key + " in version " + version, vector());
  }

  List<Row> loaded(int count) {
    List<Row> rows = new ArrayList<>();
    for (int key = 0; key < count; key++) {
      rows.add(row(key, RowModel.LOADED));
    }
    return rows;
  }

  /** Questions to {@code rows}, with the true answers. */
  List<LabelledQuestion> questions(List<Row> rows, int count) {
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      vectors.add(vector());
    }
    ExactSearch exact = new ExactSearch(vectors, LabelledQuestion.KNOWN);
    exact.add(rows);
    return exact.questions();
  }
}
