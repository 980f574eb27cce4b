package dev.freshet.lance.maintain;

import dev.freshet.core.Quantile;
import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.core.vector.SearchParameters;
import dev.freshet.lance.index.NeighbourQuery;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.LanceTable;
import dev.freshet.lance.table.TextColumn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.Query;
import org.lance.ipc.ScanOptions;

/**
 * Sample queries of a table, made from vectors that it holds. The row of a query's own vector is
 * left out of its answer, since every search finds it. All answers are of the version the handle is
 * at. Not thread-safe.
 */
final class SearchSample {

  /** Index and scan round the distance of the same pair differently, by less than this. */
  private static final float DISTANCE_SLACK = 1e-5f;

  private final LanceTable table;
  private final int k;
  private final List<SampleQuery> queries;

  private SearchSample(LanceTable table, int k, List<SampleQuery> queries) {
    this.table = table;
    this.k = k;
    this.queries = queries;
  }

  /**
   * A query by a stored vector.
   *
   * @param id chunk id of the vector's row
   * @param vector the vector
   */
  private record SampleQuery(String id, float[] vector) {}

  /**
   * The answer of a search.
   *
   * @param millis how long the search took
   * @param distances distances of at most {@code k} neighbours, ascending, without the own row
   */
  private record Answer(double millis, float[] distances) {}

  /** The answers to all queries of a sample, searched in the same way. */
  static final class Answers {

    private final List<Answer> answers;

    private Answers(List<Answer> answers) {
      this.answers = answers;
    }

    double medianMillis() {
      return Quantile.median(answers.stream().map(Answer::millis).toList());
    }

    /**
     * The share of the neighbours in {@code exact} that these answers hold; empty if there are
     * none. A neighbour counts as found if it is as near as the farthest true neighbour, so that
     * ties are not misses.
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
   * @param size how many vectors at most, at least 1; a row without a vector is left out
   * @param k how many neighbours a query asks for
   */
  static SearchSample draw(LanceTable table, long size, int k) throws Exception {
    List<SampleQuery> drawn = new ArrayList<>();
    try (ArrowReader batches =
        table.dataset().sample(size, List.of(ChunkSchema.ID, ChunkSchema.VECTOR))) {
      while (batches.loadNextBatch()) {
        TextColumn ids = TextColumn.of(batches.getVectorSchemaRoot(), ChunkSchema.ID);
        FixedSizeListVector vectors =
            (FixedSizeListVector) batches.getVectorSchemaRoot().getVector(ChunkSchema.VECTOR);
        for (int row = 0; row < ids.rows(); row++) {
          if (!vectors.isNull(row)) {
            drawn.add(new SampleQuery(ids.text(row), vector(vectors, row)));
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
    return queries.isEmpty();
  }

  /** The true answers: every query compares every vector. */
  Answers exact() throws Exception {
    return answers(vector -> NeighbourQuery.exact(table.schema(), vector, k + 1));
  }

  /** The answers of the index with some parameters. */
  Answers byIndex(SearchParameters parameters) throws Exception {
    return answers(vector -> NeighbourQuery.byIndex(table.schema(), vector, k + 1, parameters));
  }

  /** One answer per query. The first query is searched twice: its first search fills the caches. */
  private Answers answers(Function<float[], Query> search) throws Exception {
    answer(queries.get(0), search);
    List<Answer> answers = new ArrayList<>();
    for (SampleQuery query : queries) {
      answers.add(answer(query, search));
    }
    return new Answers(answers);
  }

  private Answer answer(SampleQuery query, Function<float[], Query> search) throws Exception {
    ScanOptions options =
        new ScanOptions.Builder()
            .columns(List.of(ChunkSchema.ID, ChunkSchema.DISTANCE))
            .nearest(search.apply(query.vector()))
            .build();
    List<Float> distances = new ArrayList<>();
    long started = System.nanoTime();
    try (LanceScanner scanner = table.dataset().newScan(options);
        ArrowReader batches = scanner.scanBatches()) {
      while (batches.loadNextBatch()) {
        TextColumn ids = TextColumn.of(batches.getVectorSchemaRoot(), ChunkSchema.ID);
        Float4Vector found =
            (Float4Vector) batches.getVectorSchemaRoot().getVector(ChunkSchema.DISTANCE);
        for (int row = 0; row < ids.rows(); row++) {
          if (!ids.text(row).equals(query.id())) {
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
