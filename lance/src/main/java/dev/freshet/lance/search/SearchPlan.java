package dev.freshet.lance.search;

import dev.freshet.core.embed.UnitVector;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.filter.FilterColumns;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.Query;
import dev.freshet.core.vector.TextQuery;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.words.SearchWords;
import dev.freshet.lance.index.ColumnIndexes;
import dev.freshet.lance.index.NeighbourQuery;
import dev.freshet.lance.index.VectorIndex;
import dev.freshet.lance.table.ChunkSchema;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lance.ipc.FullTextQuery;
import org.lance.ipc.ScanOptions;

/**
 * Turns a query into scan options. The native library aborts the whole process on some inputs, so
 * the query is checked here first.
 */
final class SearchPlan {

  private final ChunkSchema schema;

  SearchPlan(ChunkSchema schema) {
    this.schema = schema;
  }

  ChunkSchema schema() {
    return schema;
  }

  /** The columns that rank a hit. */
  private static List<String> columns(String measure) {
    return List.of(
        ChunkSchema.ID,
        ChunkSchema.RECORD_KEY,
        ChunkSchema.RECORD_VERSION,
        ChunkSchema.CHUNK_INDEX,
        ChunkSchema.LANDED_AT,
        measure);
  }

  /**
   * A query that passed all checks.
   *
   * @param query the query
   * @param filter its filter as SQL; null for all rows
   */
  record Checked(Query query, @Nullable String filter) {

    /** The column that orders the hits. */
    String measure() {
      return isForWords() ? ChunkSchema.SCORE : ChunkSchema.DISTANCE;
    }

    boolean isForWords() {
      return query instanceof TextQuery;
    }
  }

  /**
   * Checks a query.
   *
   * @throws InvalidRequestException if the vector, {@code k} or the filter does not fit the table,
   *     or a text has no word
   */
  Checked check(Query query) {
    if (query instanceof VectorQuery neighbours) {
      schema.spec().requireComparable(neighbours.vector());
    } else if (query instanceof TextQuery words) {
      requireWord(words.text());
    }
    requireSearchSize(query.k());
    FilterColumns columns = schema.searched().filterColumns();
    return new Checked(
        query, query.filter().map(filter -> FilterSql.of(filter, columns)).orElse(null));
  }

  /**
   * The scan options of a query, at the version it is asked of.
   *
   * @param rows how many rows to find
   */
  ScanOptions options(Checked checked, TableVersion version, int rows) {
    ScanOptions.Builder options =
        new ScanOptions.Builder().columns(columns(checked.measure())).withRowId(true);
    Set<String> damaged = version.indexes().damaged();
    if (checked.query() instanceof VectorQuery query) {
      float[] vector = scaled(query.vector());
      options.nearest(
          damaged.contains(VectorIndex.NAME)
              ? NeighbourQuery.exact(schema, vector, rows)
              : NeighbourQuery.byIndex(schema, vector, rows, version.parameters()));
    } else if (checked.query() instanceof TextQuery query) {
      requireWordsIndex(damaged);
      options.fullTextQuery(words(query, version)).limit(rows);
    }
    if (checked.filter() != null) {
      options.filter(checked.filter()).prefilter(true).useScalarIndex(damaged.isEmpty());
    }
    return options.build();
  }

  /** By cosine only the direction counts, and the library loses that of long and short vectors. */
  private float[] scaled(float[] vector) {
    return schema.spec().distance() == Distance.COSINE
        ? UnitVector.of(vector).orElse(vector)
        : vector;
  }

  /** An index of early versions of Freshet covers the texts themselves, as they landed. */
  private static FullTextQuery words(TextQuery query, TableVersion version) {
    return version.indexes().names().contains(ColumnIndexes.FULL_TEXT)
        ? FullTextQuery.match(SearchWords.ofQuestion(query.text()).joined(), ChunkSchema.WORDS)
        : FullTextQuery.match(query.text(), ChunkSchema.TEXT);
  }

  private static void requireWordsIndex(Set<String> damaged) {
    if (damaged.contains(ColumnIndexes.FULL_TEXT)
        || damaged.contains(ColumnIndexes.FULL_TEXT_OF_OLD)) {
      throw new FreshetException(
          ErrorCode.STORE_DAMAGED,
          "Cannot search for words: the index of words is damaged. `optimize` builds it again;"
              + " searches by meaning answer.");
    }
  }

  private static void requireWord(String text) {
    if (SearchWords.ofQuestion(text).isEmpty()) {
      throw new InvalidRequestException(
          "query", "Cannot search: '" + text + "' has no word. Search for one.");
    }
  }

  private static void requireSearchSize(int k) {
    if (k > Query.CANDIDATES_MAX) {
      throw new InvalidRequestException(
          "k", "Cannot search: k is " + k + ". Ask for at most " + Query.CANDIDATES_MAX + ".");
    }
  }
}
