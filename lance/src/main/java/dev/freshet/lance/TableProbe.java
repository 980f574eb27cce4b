package dev.freshet.lance;

import dev.freshet.core.maintenance.Measured;
import dev.freshet.core.maintenance.Probe;
import dev.freshet.core.maintenance.RecallEstimate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.Dataset;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/**
 * Measures searches with vectors of the table itself. The row a vector comes from is left out of
 * what is compared: finding it again says nothing. The handle is the maintainer's own, so that a
 * search server's caches are not what is measured. Not thread-safe.
 */
final class TableProbe {

  /** Fewer rows are scanned in the time a search takes anyway. */
  private static final long SCANNED_ROWS_MIN = 1_000;

  /** Distances of the same pair differ by rounding between the index and a scan. */
  private static final float DISTANCE_SLACK = 1e-5f;

  private final LanceTable table;
  private final Probe probe;
  private final long rows;
  private final long tailRows;
  private final boolean indexed;

  /**
   * @param rows live rows of the version {@code table} is at
   * @param tailRows how many of them the index does not cover
   */
  TableProbe(LanceTable table, Probe probe, long rows, long tailRows, boolean indexed) {
    this.table = table;
    this.probe = probe;
    this.rows = rows;
    this.tailRows = tailRows;
    this.indexed = indexed;
  }

  Measured measure(Instant now) throws Exception {
    List<Sample> samples = samples();
    if (samples.isEmpty()) {
      return new Measured(OptionalDouble.empty(), OptionalDouble.empty(), Optional.empty(), now);
    }
    boolean recallAsked = probe.recall() && indexed;
    boolean scans = recallAsked || (rows >= SCANNED_ROWS_MIN && rows <= probe.scanRowsMax());
    List<Answer> exact = scans ? answers(samples, false) : List.of();
    List<Answer> found = indexed ? answers(samples, true) : List.of();
    OptionalDouble flat =
        exact.isEmpty() || rows < SCANNED_ROWS_MIN
            ? OptionalDouble.empty()
            : OptionalDouble.of(medianMillis(exact) * 1_000 / rows);
    return new Measured(
        flat,
        indexSearch(found, flat),
        recallAsked ? recall(exact, found, now) : Optional.empty(),
        now);
  }

  /** A search scans the tail too; what that costs is taken off, down to a quarter. */
  private OptionalDouble indexSearch(List<Answer> found, OptionalDouble flat) {
    if (found.isEmpty()) {
      return OptionalDouble.empty();
    }
    double median = medianMillis(found);
    double tail = flat.orElse(0) * tailRows / 1_000;
    return OptionalDouble.of(Math.max(median / 4, median - tail));
  }

  private static double medianMillis(List<Answer> answers) {
    double[] millis = answers.stream().mapToDouble(Answer::millis).sorted().toArray();
    return millis[millis.length / 2];
  }

  /** A neighbour counts as found if it is as near as the farthest true one: ties are no misses. */
  private Optional<RecallEstimate> recall(List<Answer> exact, List<Answer> found, Instant now) {
    long expectedAll = 0;
    long foundAll = 0;
    int neighbours = 0;
    for (int i = 0; i < exact.size(); i++) {
      float[] truth = exact.get(i).distances();
      if (truth.length == 0) {
        continue;
      }
      float farthest = truth[truth.length - 1] + DISTANCE_SLACK;
      expectedAll += truth.length;
      neighbours = Math.max(neighbours, truth.length);
      for (float distance : found.get(i).distances()) {
        foundAll += distance <= farthest ? 1 : 0;
      }
    }
    return expectedAll == 0
        ? Optional.empty()
        : Optional.of(
            new RecallEstimate(Math.min(foundAll, expectedAll), expectedAll, neighbours, now));
  }

  /**
   * A stored vector.
   *
   * @param id its row
   */
  private record Sample(String id, float[] vector) {}

  /**
   * What a search said.
   *
   * @param millis how long it took
   * @param distances of at most {@code k} neighbours, ascending, without the sampled row
   */
  private record Answer(double millis, float[] distances) {}

  private List<Sample> samples() throws Exception {
    List<Sample> samples = new ArrayList<>();
    try (ArrowReader batches =
        table
            .dataset()
            .sample(Math.min(probe.queries(), rows), List.of(TableSchema.ID, TableSchema.VECTOR))) {
      while (batches.loadNextBatch()) {
        VarCharVector ids = (VarCharVector) batches.getVectorSchemaRoot().getVector(TableSchema.ID);
        FixedSizeListVector vectors =
            (FixedSizeListVector) batches.getVectorSchemaRoot().getVector(TableSchema.VECTOR);
        for (int row = 0; row < ids.getValueCount(); row++) {
          if (!vectors.isNull(row)) {
            samples.add(new Sample(HitReader.text(ids, row), vector(vectors, row)));
          }
        }
      }
    }
    return samples;
  }

  private static float[] vector(FixedSizeListVector vectors, int row) {
    Float4Vector components = (Float4Vector) vectors.getDataVector();
    float[] vector = new float[vectors.getListSize()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = components.get(row * vector.length + i);
    }
    return vector;
  }

  /** One answer per sample; the first search reads the caches full and is asked twice. */
  private List<Answer> answers(List<Sample> samples, boolean useIndex) throws Exception {
    ask(samples.get(0), useIndex);
    List<Answer> answers = new ArrayList<>();
    for (Sample sample : samples) {
      answers.add(ask(sample, useIndex));
    }
    return answers;
  }

  private Answer ask(Sample sample, boolean useIndex) throws Exception {
    Dataset dataset = table.dataset();
    ScanOptions options =
        new ScanOptions.Builder()
            .columns(List.of(TableSchema.ID, TableSchema.DISTANCE))
            .nearest(SearchPlan.nearest(table.schema(), sample.vector(), probe.k() + 1, useIndex))
            .build();
    List<Float> distances = new ArrayList<>();
    long started = System.nanoTime();
    try (LanceScanner scanner = dataset.newScan(options);
        ArrowReader batches = scanner.scanBatches()) {
      while (batches.loadNextBatch()) {
        VarCharVector ids = (VarCharVector) batches.getVectorSchemaRoot().getVector(TableSchema.ID);
        Float4Vector found =
            (Float4Vector) batches.getVectorSchemaRoot().getVector(TableSchema.DISTANCE);
        for (int row = 0; row < ids.getValueCount(); row++) {
          if (!HitReader.text(ids, row).equals(sample.id())) {
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
    return Arrays.copyOf(sorted, Math.min(sorted.length, probe.k()));
  }
}
