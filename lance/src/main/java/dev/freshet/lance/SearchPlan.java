package dev.freshet.lance;

import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.TextQuery;
import dev.freshet.core.vector.VectorQuery;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lance.ipc.FullTextQuery;
import org.lance.ipc.Query;
import org.lance.ipc.ScanOptions;

/**
 * Turns a question into scan options that the native library is known to survive: it aborts the
 * whole process on some inputs, so everything is checked here first.
 */
final class SearchPlan {

  /** More hits than this is an export, not a search. */
  static final int K_MAX = 10_000;

  /** With the library's default of 1.5 k the index misses one neighbour in ten. */
  private static final int EF_MIN = 100;

  private static final int EF_PER_K = 5;

  /**
   * The quantised index alone finds 98 to 99 %; two candidates per hit, compared exactly, find all.
   */
  private static final int REFINE_FACTOR = 2;

  /** Partitions looked at; an index with fewer is searched whole. */
  private static final int PROBES_MAX = 12;

  private final TableSchema schema;

  SearchPlan(TableSchema schema) {
    this.schema = schema;
  }

  /** What is read of a hit. */
  private List<String> columns(String measure) {
    List<String> columns =
        new ArrayList<>(
            List.of(
                TableSchema.ID,
                TableSchema.RECORD_KEY,
                TableSchema.RECORD_VERSION,
                TableSchema.CHUNK_INDEX,
                TableSchema.TEXT,
                measure));
    columns.addAll(schema.spec().metadataColumns());
    return columns;
  }

  /**
   * @throws InvalidRequestException if the vector, {@code k} or the filter does not fit the table
   */
  ScanOptions options(VectorQuery query) {
    requireComparable(query.vector());
    requireSearch(query.k());
    return filtered(
            new ScanOptions.Builder()
                .columns(columns(TableSchema.DISTANCE))
                .nearest(nearest(schema, query.vector(), query.k(), true)),
            query.filter())
        .build();
  }

  /**
   * @throws InvalidRequestException if the text has no word, or {@code k} or the filter does not
   *     fit the table
   */
  ScanOptions options(TextQuery query) {
    requireSearch(query.k());
    if (query.text().codePoints().noneMatch(Character::isLetterOrDigit)) {
      throw new InvalidRequestException(
          "Cannot search: '" + query.text() + "' has no word. Search for one.");
    }
    return filtered(
            new ScanOptions.Builder()
                .columns(columns(TableSchema.SCORE))
                .fullTextQuery(FullTextQuery.match(query.text(), TableSchema.TEXT))
                .limit(query.k()),
            query.filter())
        .build();
  }

  private ScanOptions.Builder filtered(ScanOptions.Builder options, @Nullable String filter) {
    return filter == null
        ? options
        : options.filter(FilterParser.parse(filter, schema)).prefilter(true);
  }

  private static void requireSearch(int k) {
    if (k > K_MAX) {
      throw new InvalidRequestException(
          "Cannot search: k is " + k + ". Ask for at most " + K_MAX + ".");
    }
  }

  /**
   * The neighbours of a checked vector.
   *
   * @param useIndex false compares every vector
   */
  static Query nearest(TableSchema schema, float[] vector, int k, boolean useIndex) {
    return new Query.Builder()
        .setColumn(TableSchema.VECTOR)
        .setKey(vector)
        .setK(k)
        .setNprobes(PROBES_MAX)
        .setEf(Math.max(EF_MIN, EF_PER_K * k))
        .setRefineFactor(REFINE_FACTOR)
        .setDistanceType(schema.distanceType())
        .setUseIndex(useIndex)
        .build();
  }

  private void requireComparable(float[] vector) {
    int dimension = schema.spec().dimension();
    if (vector.length != dimension) {
      throw new InvalidRequestException(
          "Cannot search: the vector has %d components, the table's have %d. Embed the query with %s."
              .formatted(vector.length, dimension, schema.spec().fingerprint()));
    }
    if (!Vectors.isFinite(vector)) {
      throw new InvalidRequestException(
          "Cannot search: the vector has a component that is not a finite number. Embed the query again.");
    }
    if (schema.spec().distance() == Distance.COSINE && Vectors.isZero(vector)) {
      throw new InvalidRequestException(
          "Cannot search: the vector is zero, and a zero vector has no cosine distance. Embed the query again.");
    }
  }
}
