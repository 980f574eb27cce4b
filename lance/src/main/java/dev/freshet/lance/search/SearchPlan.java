package dev.freshet.lance.search;

import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.filter.FilterColumns;
import dev.freshet.core.vector.Query;
import dev.freshet.core.vector.SearchParameters;
import dev.freshet.core.vector.TextQuery;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.lance.index.NeighbourQuery;
import dev.freshet.lance.table.ChunkSchema;
import java.util.ArrayList;
import java.util.List;
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

  /** The columns to read of a hit. */
  private List<String> columns(String measure) {
    List<String> columns =
        new ArrayList<>(
            List.of(
                ChunkSchema.ID,
                ChunkSchema.RECORD_KEY,
                ChunkSchema.RECORD_VERSION,
                ChunkSchema.CHUNK_INDEX,
                ChunkSchema.LANDED_AT,
                ChunkSchema.TEXT,
                measure));
    schema.searched().metadata().forEach(column -> columns.addAll(column.cells().values()));
    return columns;
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

  /** The scan options of a query. A search for words ignores {@code parameters}. */
  ScanOptions options(Checked checked, SearchParameters parameters) {
    ScanOptions.Builder options = new ScanOptions.Builder().columns(columns(checked.measure()));
    if (checked.query() instanceof VectorQuery query) {
      options.nearest(NeighbourQuery.byIndex(schema, query.vector(), query.k(), parameters));
    } else if (checked.query() instanceof TextQuery query) {
      options.fullTextQuery(FullTextQuery.match(query.text(), ChunkSchema.TEXT)).limit(query.k());
    }
    if (checked.filter() != null) {
      options.filter(checked.filter()).prefilter(true);
    }
    return options.build();
  }

  private static void requireWord(String text) {
    if (text.codePoints().noneMatch(Character::isLetterOrDigit)) {
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
