package dev.freshet.lance.maintain;

import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.core.vector.SearchParameters;
import dev.freshet.lance.index.HitReader;
import dev.freshet.lance.search.SearchPlan;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.LanceTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.Query;
import org.lance.ipc.ScanOptions;

/**
 * Questions to a table, made of vectors it holds. The row a vector comes from is left out of what
 * is compared: finding it again says nothing. All answers are of the version the handle is at. Not
 * thread-safe.
 */
final class SearchSample {

  /** Distances of the same pair differ by rounding between the index and a scan. */
  private static final float DISTANCE_SLACK = 1e-5f;

  private final LanceTable table;
  private final int k;
  private final List<Question> questions;

  private SearchSample(LanceTable table, int k, List<Question> questions) {
    this.table = table;
    this.k = k;
    this.questions = questions;
  }

  /**
   * A stored vector.
   *
   * @param id its row
   */
  private record Question(String id, float[] vector) {}

  /**
   * What a search said.
   *
   * @param millis how long it took
   * @param distances of at most {@code k} neighbours, ascending, without the row itself
   */
  private record Answer(double millis, float[] distances) {}

  /** The answers to all questions of a sample, asked in the same way. */
  static final class Answers {

    private final List<Answer> answers;

    private Answers(List<Answer> answers) {
      this.answers = answers;
    }

    double medianMillis() {
      double[] millis = answers.stream().mapToDouble(Answer::millis).sorted().toArray();
      return millis[millis.length / 2];
    }

    /**
     * How much of {@code exact} these answers found; empty if there is nothing to find. A neighbour
     * counts as found if it is as near as the farthest true one: ties are no misses.
     */
    Optional<RecallEstimate> recall(Answers exact, Instant now) {
      long expected = 0;
      long found = 0;
      int neighbours = 0;
      for (int i = 0; i < answers.size(); i++) {
        float[] truth = exact.answers.get(i).distances();
        if (truth.length == 0) {
          continue;
        }
        float farthest = truth[truth.length - 1] + DISTANCE_SLACK;
        expected += truth.length;
        neighbours = Math.max(neighbours, truth.length);
        for (float distance : answers.get(i).distances()) {
          found += distance <= farthest ? 1 : 0;
        }
      }
      return expected == 0
          ? Optional.empty()
          : Optional.of(new RecallEstimate(Math.min(found, expected), expected, neighbours, now));
    }
  }

  /**
   * Draws a sample.
   *
   * @param questions how many vectors at most, at least 1; a row without a vector is passed over
   * @param k neighbours to ask for
   */
  static SearchSample draw(LanceTable table, long questions, int k) throws Exception {
    List<Question> drawn = new ArrayList<>();
    try (ArrowReader batches =
        table.dataset().sample(questions, List.of(ChunkSchema.ID, ChunkSchema.VECTOR))) {
      while (batches.loadNextBatch()) {
        VarCharVector ids = (VarCharVector) batches.getVectorSchemaRoot().getVector(ChunkSchema.ID);
        FixedSizeListVector vectors =
            (FixedSizeListVector) batches.getVectorSchemaRoot().getVector(ChunkSchema.VECTOR);
        for (int row = 0; row < ids.getValueCount(); row++) {
          if (!vectors.isNull(row)) {
            drawn.add(new Question(HitReader.text(ids, row), vector(vectors, row)));
          }
        }
      }
    }
    return new SearchSample(table, k, drawn);
  }

  private static float[] vector(FixedSizeListVector vectors, int row) {
    Float4Vector components = (Float4Vector) vectors.getDataVector();
    float[] vector = new float[vectors.getListSize()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = components.get(row * vector.length + i);
    }
    return vector;
  }

  boolean isEmpty() {
    return questions.isEmpty();
  }

  /** What is true: every question compares every vector. */
  Answers exact() throws Exception {
    return answers(vector -> SearchPlan.exact(table.schema(), vector, k + 1));
  }

  /** What the index finds with some parameters. */
  Answers byIndex(SearchParameters parameters) throws Exception {
    return answers(vector -> SearchPlan.nearest(table.schema(), vector, k + 1, parameters));
  }

  private interface Asking {
    Query of(float[] vector);
  }

  /** One answer per question; the first search reads the caches full and is asked twice. */
  private Answers answers(Asking asking) throws Exception {
    ask(questions.get(0), asking);
    List<Answer> answers = new ArrayList<>();
    for (Question question : questions) {
      answers.add(ask(question, asking));
    }
    return new Answers(answers);
  }

  private Answer ask(Question question, Asking asking) throws Exception {
    ScanOptions options =
        new ScanOptions.Builder()
            .columns(List.of(ChunkSchema.ID, ChunkSchema.DISTANCE))
            .nearest(asking.of(question.vector()))
            .build();
    List<Float> distances = new ArrayList<>();
    long started = System.nanoTime();
    try (LanceScanner scanner = table.dataset().newScan(options);
        ArrowReader batches = scanner.scanBatches()) {
      while (batches.loadNextBatch()) {
        VarCharVector ids = (VarCharVector) batches.getVectorSchemaRoot().getVector(ChunkSchema.ID);
        Float4Vector found =
            (Float4Vector) batches.getVectorSchemaRoot().getVector(ChunkSchema.DISTANCE);
        for (int row = 0; row < ids.getValueCount(); row++) {
          if (!HitReader.text(ids, row).equals(question.id())) {
            distances.add(found.get(row));
          }
        }
      }
    }
    double millis = (System.nanoTime() - started) / 1e6;
    return new Answer(millis, nearest(distances));
  }

  private float[] nearest(List<Float> distances) {
    float[] sorted = new float[distances.size()];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = distances.get(i);
    }
    Arrays.sort(sorted);
    return Arrays.copyOf(sorted, Math.min(sorted.length, k));
  }
}
