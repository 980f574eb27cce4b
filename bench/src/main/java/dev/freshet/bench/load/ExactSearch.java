package dev.freshet.bench.load;

import dev.freshet.bench.load.contender.Row;
import dev.freshet.bench.rig.Similarity;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/** The nearest rows to each of many vectors, by comparing all. Not thread-safe. */
final class ExactSearch {

  private final List<float[]> vectors;
  private final int known;
  private final List<PriorityQueue<Near>> nearest = new ArrayList<>();

  private record Near(int key, float similarity) {}

  /**
   * @param known how many rows are wanted for each vector
   */
  ExactSearch(List<float[]> vectors, int known) {
    this.vectors = vectors;
    this.known = known;
    vectors.forEach(
        each ->
            nearest.add(new PriorityQueue<>((a, b) -> Float.compare(a.similarity, b.similarity))));
  }

  /** Compares some more rows with all vectors. */
  void add(List<Row> rows) {
    IntStream.range(0, vectors.size())
        .parallel()
        .forEach(i -> add(vectors.get(i), nearest.get(i), rows));
  }

  private void add(float[] vector, PriorityQueue<Near> best, List<Row> rows) {
    for (Row row : rows) {
      float similarity = Similarity.of(vector, row.vector());
      if (best.size() < known) {
        best.add(new Near(row.key(), similarity));
      } else if (best.element().similarity < similarity) {
        best.remove();
        best.add(new Near(row.key(), similarity));
      }
    }
  }

  /** One question per vector. */
  List<LabelledQuestion> questions() {
    List<LabelledQuestion> questions = new ArrayList<>();
    for (int i = 0; i < vectors.size(); i++) {
      List<Near> sorted = new ArrayList<>(nearest.get(i));
      sorted.sort((a, b) -> Float.compare(b.similarity, a.similarity));
      int[] keys = sorted.stream().mapToInt(Near::key).toArray();
      float[] similarities = new float[keys.length];
      for (int at = 0; at < keys.length; at++) {
        similarities[at] = sorted.get(at).similarity;
      }
      questions.add(new LabelledQuestion(vectors.get(i), keys, similarities));
    }
    return questions;
  }
}
