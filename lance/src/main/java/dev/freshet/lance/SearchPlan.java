package dev.freshet.lance;

import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.SearchParameters;
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
   * A question of neighbours that the native library survives.
   *
   * @param filter as the library understands it; null for all rows
   */
  record Checked(VectorQuery query, @Nullable String filter) {}

  /**
   * @throws InvalidRequestException if the vector, {@code k} or the filter does not fit the table
   */
  Checked check(VectorQuery query) {
    requireComparable(query.vector());
    requireSearch(query.k());
    return new Checked(query, parsed(query.filter()));
  }

  ScanOptions options(Checked checked, SearchParameters parameters) {
    VectorQuery query = checked.query();
    return filtered(
            new ScanOptions.Builder()
                .columns(columns(TableSchema.DISTANCE))
                .nearest(nearest(schema, query.vector(), query.k(), parameters)),
            checked.filter())
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
            parsed(query.filter()))
        .build();
  }

  private @Nullable String parsed(@Nullable String filter) {
    return filter == null ? null : FilterParser.parse(filter, schema);
  }

  private static ScanOptions.Builder filtered(
      ScanOptions.Builder options, @Nullable String filter) {
    return filter == null ? options : options.filter(filter).prefilter(true);
  }

  private static void requireSearch(int k) {
    if (k > K_MAX) {
      throw new InvalidRequestException(
          "Cannot search: k is " + k + ". Ask for at most " + K_MAX + ".");
    }
  }

  /** The neighbours of a checked vector, by the index and a scan of what it does not cover. */
  static Query nearest(TableSchema schema, float[] vector, int k, SearchParameters parameters) {
    return query(schema, vector, k)
        .setNprobes(parameters.probes())
        .setEf(parameters.ef(k))
        .setRefineFactor(parameters.refine(k))
        .build();
  }

  /** The neighbours of a checked vector; every vector is compared. */
  static Query exact(TableSchema schema, float[] vector, int k) {
    return query(schema, vector, k).setUseIndex(false).build();
  }

  private static Query.Builder query(TableSchema schema, float[] vector, int k) {
    return new Query.Builder()
        .setColumn(TableSchema.VECTOR)
        .setKey(vector)
        .setK(k)
        .setDistanceType(schema.distanceType());
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
