package dev.freshet.testkit.vector;

import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.metadata.MetadataType;
import dev.freshet.core.metadata.MetadataValue;
import dev.freshet.core.metadata.StoredColumn;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.Query;
import dev.freshet.core.vector.SearchResult;
import dev.freshet.core.vector.StoredChunk;
import dev.freshet.core.vector.TableState;
import dev.freshet.core.vector.TextQuery;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a {@link FakeVectorTable} by comparing every row. */
final class FakeVectorTableReader implements VectorTableReader {

  private final FakeVectorTable table;
  private final VectorTableSpec spec;

  FakeVectorTableReader(FakeVectorTable table, VectorTableSpec spec) {
    this.table = table;
    this.spec = spec;
  }

  @Override
  public List<SearchResult> search(List<? extends Query> queries) {
    queries.forEach(this::check);
    FakeVectorTable.Snapshot head = table.head();
    return queries.stream()
        .map(query -> new SearchResult(hits(query, head.rows().values()), state(head)))
        .toList();
  }

  private void check(Query query) {
    query.filter().ifPresent(spec().filterColumns()::check);
    if (query instanceof VectorQuery neighbours) {
      spec.requireComparable(neighbours.vector());
    } else if (query instanceof TextQuery words) {
      requireSearchable(words);
    }
  }

  private void requireSearchable(TextQuery query) {
    if (FakeTextSearch.words(query.text()).isEmpty()) {
      throw new InvalidRequestException(
          "Cannot search: '" + query.text() + "' has no word. Search for one.");
    }
    if (!table.isTextIndexed()) {
      throw new InvalidRequestException(
          "Cannot search for words: the fake table has no full-text index yet. Set index.full-text: true and index its text.");
    }
  }

  private List<Hit> hits(Query query, Collection<VectorRow> rows) {
    Predicate<VectorRow> filter =
        query
            .filter()
            .<Predicate<VectorRow>>map(asked -> new FilterEvaluator(asked, spec.fingerprint()))
            .orElse(row -> true);
    return query instanceof VectorQuery neighbours
        ? nearest(neighbours, rows.stream().filter(filter))
        : matches((TextQuery) query, rows, filter);
  }

  private List<Hit> nearest(VectorQuery query, Stream<VectorRow> rows) {
    return rows.map(row -> neighbour(row, query.vector()))
        .sorted(Comparator.comparingDouble(Hit::distance))
        .limit(query.k())
        .toList();
  }

  private List<Hit> matches(
      TextQuery query, Collection<VectorRow> rows, Predicate<VectorRow> filter) {
    return new FakeTextSearch(rows)
        .matches(query.text()).stream()
            .filter(match -> filter.test(match.row()))
            .map(match -> hit(match.row(), match.score(), -match.score()))
            .limit(query.k())
            .toList();
  }

  @Override
  public OptionalLong versionOf(String recordKey) {
    return table.head().rows().values().stream()
        .filter(row -> row.chunk().recordKey().equals(recordKey))
        .mapToLong(row -> row.chunk().recordVersion())
        .max();
  }

  @Override
  public TableState state() {
    return state(table.head());
  }

  private static TableState state(FakeVectorTable.Snapshot head) {
    int rows = head.rows().size();
    return new TableState(
        head.version(),
        rows == 0 ? 0 : 1,
        rows,
        TableState.Coverage.none(rows),
        head.asOf(),
        List.copyOf(head.committed().values()),
        true);
  }

  @Override
  public TableState scan(Consumer<StoredChunk> consumer) {
    FakeVectorTable.Snapshot head = table.head();
    for (VectorRow row : head.rows().values()) {
      consumer.accept(
          new StoredChunk(
              row.chunk().id(),
              row.chunk().recordKey(),
              row.chunk().recordVersion(),
              row.chunk().index(),
              row.chunk().contentHash(),
              spec.fingerprint(),
              true));
    }
    return state(head);
  }

  /** With a cell for every type of the present values. */
  @Override
  public VectorTableSpec spec() {
    return new VectorTableSpec(
        spec.dimension(),
        spec.distance(),
        spec.fingerprint(),
        spec.metadata().stream().map(this::present).toList());
  }

  private StoredColumn present(StoredColumn column) {
    Map<MetadataType, String> cells = new EnumMap<>(MetadataType.class);
    cells.putAll(column.cells());
    for (VectorRow row : table.head().rows().values()) {
      MetadataValue value = row.metadata().get(column.name());
      if (value != null) {
        value
            .cells()
            .keySet()
            .forEach(type -> cells.put(type, column.name() + "__" + type.spelling()));
      }
    }
    return new StoredColumn(column.name(), cells, column.untyped());
  }

  @Override
  public void close() {}

  private Hit neighbour(VectorRow row, float[] query) {
    float distance = distance(row.vector(), query);
    float score =
        switch (spec.distance()) {
          case COSINE, DOT -> 1 - distance;
          case L2 -> 1 / (1 + distance);
        };
    return hit(row, score, distance);
  }

  private Hit hit(VectorRow row, float score, float distance) {
    Map<String, @Nullable MetadataValue> metadata = new LinkedHashMap<>();
    spec.metadataColumns().forEach(column -> metadata.put(column, row.metadata().get(column)));
    return new Hit(
        new Hit.ChunkId(row.chunk().recordKey(), row.chunk().id(), row.chunk().index()),
        score,
        distance,
        row.chunk().text(),
        row.chunk().recordVersion(),
        row.landedAt(),
        metadata);
  }

  private float distance(float[] a, float[] b) {
    double dot = 0;
    double aSquares = 0;
    double bSquares = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
      aSquares += a[i] * a[i];
      bSquares += b[i] * b[i];
    }
    return (float)
        switch (spec.distance()) {
          case COSINE -> 1 - dot / Math.sqrt(aSquares * bSquares);
          case DOT -> 1 - dot;
          case L2 -> aSquares + bSquares - 2 * dot;
        };
  }
}
