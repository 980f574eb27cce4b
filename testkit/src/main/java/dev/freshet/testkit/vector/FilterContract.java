package dev.freshet.testkit.vector;

import static dev.freshet.testkit.vector.SampleRows.record;
import static dev.freshet.testkit.vector.SampleRows.spec;
import static dev.freshet.testkit.vector.SampleRows.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.filter.Filter;
import dev.freshet.core.filter.FilterColumns;
import dev.freshet.core.metadata.MetadataType;
import dev.freshet.core.metadata.MetadataValue;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.SearchResult;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every vector table must find with filters: the rows that {@link FilterEvaluator} selects,
 * for any values.
 */
abstract class FilterContract extends ReaderContract {

  private static final Instant AS_OF = Instant.parse("2026-01-02T04:00:00Z");
  private static final int ROWS = 60;
  private static final int FILTERS = 100;

  /** A table with metadata columns of every type; {@code any} holds values of all of them. */
  private static final VectorTableSpec TYPED =
      VectorTableSpec.of(
          SampleRows.DIMENSION,
          Distance.COSINE,
          "sample-model/1",
          List.of("author", "tenant", "qty", "price", "flag", "created", "tags", "any"));

  /** Builds indexes on the metadata columns, where the implementation has indexes. */
  protected abstract void indexMetadata(VectorTableSpec spec);

  @ParameterizedTest
  @ValueSource(longs = {1, 20_261_121})
  void everyFilterSelectsWhatItsEvaluationForEachRowSays(long seed) {
    Random random = new Random(seed);
    RandomFilters filters = new RandomFilters(random, TYPED);
    List<VectorRow> rows = new ArrayList<>(filters.rows(ROWS / 2, 0));
    try (VectorTableWriter writer = openWriter(TYPED);
        VectorTableReader reader = openReader()) {
      put(writer, 1, rows);
      assertSelects(reader, rows, draw(filters, reader, FILTERS));

      indexMetadata(reader.spec());
      assertSelects(reader, rows, draw(filters, reader, FILTERS));

      List<VectorRow> more = filters.rows(ROWS / 2, ROWS);
      put(writer, 2, more);
      rows.addAll(more);
      assertSelects(reader, rows, draw(filters, reader, FILTERS));
    }
  }

  /** Filters that fit the table, such as it is now. */
  private static List<Filter> draw(RandomFilters filters, VectorTableReader reader, int count) {
    FilterColumns columns = reader.spec().filterColumns();
    List<Filter> drawn = new ArrayList<>();
    int refused = 0;
    while (drawn.size() < count) {
      Filter filter = filters.next();
      try {
        columns.check(filter);
        drawn.add(filter);
      } catch (InvalidRequestException e) {
        assertThat(e).hasMessageStartingWith("Cannot search: the filter");
        refused++;
      }
    }
    assertThat(refused).as("refused filters").isLessThan(10 * count);
    return drawn;
  }

  @Test
  void valuesAreReturnedAsTheyLanded() {
    RandomFilters filters = new RandomFilters(new Random(7), TYPED);
    List<VectorRow> rows = filters.rows(ROWS, 0);
    try (VectorTableWriter writer = openWriter(TYPED);
        VectorTableReader reader = openReader()) {
      put(writer, 1, rows);

      Map<String, Map<String, @Nullable MetadataValue>> found = new HashMap<>();
      reader
          .search(new VectorQuery(vector("q"), ROWS))
          .hits()
          .forEach(hit -> found.put(hit.id(), hit.metadata()));

      for (VectorRow row : rows) {
        Map<String, @Nullable MetadataValue> values = new HashMap<>(row.metadata());
        TYPED.metadataColumns().forEach(column -> values.putIfAbsent(column, null));
        assertThat(found.get(row.chunk().id())).as(row.chunk().id()).isEqualTo(values);
      }
    }
  }

  @Test
  void columnHasACellPerTypeOfItsValuesAndNoneBefore() {
    try (VectorTableWriter writer = openWriter(TYPED);
        VectorTableReader reader = openReader()) {
      assertThat(types(reader, "qty")).isEmpty();
      assertThat(keys(reader, "qty > 5 OR qty = 'a' OR qty IS NOT NULL")).isEmpty();

      put(writer, 1, qty("whole", MetadataValue.Number.of(7)));
      assertThat(types(reader, "qty")).containsExactly(MetadataType.INTEGER);
      assertThat(keys(reader, "qty > 5")).containsExactly("whole");
      assertThat(keys(reader, "qty >= '7.0'")).containsExactly("whole");
      assertThatThrownBy(() -> keys(reader, "qty = 'many'"))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageEndingWith("Use a number.");

      put(writer, 2, qty("part", new MetadataValue.Number(new BigDecimal("7.5"))));
      put(writer, 3, qty("word", new MetadataValue.Text("many")));
      assertThat(types(reader, "qty"))
          .containsExactly(MetadataType.TEXT, MetadataType.INTEGER, MetadataType.NUMBER);
      assertThat(keys(reader, "qty > 5")).containsExactlyInAnyOrder("whole", "part");
      assertThat(keys(reader, "NOT qty <= 7")).containsExactly("part");
      assertThat(keys(reader, "qty <> 7")).containsExactlyInAnyOrder("part", "word");
      assertThat(keys(reader, "qty = '7'")).containsExactly("whole");
      assertThat(keys(reader, "qty > 'm'")).containsExactly("word");
      assertThat(keys(reader, "qty < '7.25'")).containsExactly("whole");

      put(writer, 4, qty("spelled", new MetadataValue.Text("6")));
      assertThat(keys(reader, "qty < 7 OR qty = 6")).containsExactly("spelled");
      assertThat(keys(reader, "qty < '7.25'")).containsExactlyInAnyOrder("whole", "spelled");
      assertThat(keys(reader, "qty = '6'")).containsExactly("spelled");
      assertThat(keys(reader, "qty = '6.0' OR qty = '7'")).containsExactly("whole");
    }
  }

  private static Set<MetadataType> types(VectorTableReader reader, String column) {
    return reader.spec().filterColumns().columns().get(column).cells().keySet();
  }

  private static List<VectorRow> qty(String key, MetadataValue value) {
    VectorRow row = record(key, 1, "text of " + key).get(0);
    return List.of(new VectorRow(row.chunk(), row.vector(), Map.of("qty", value), row.landedAt()));
  }

  private static List<String> keys(VectorTableReader reader, String filter) {
    return reader
        .search(new VectorQuery(vector("q"), 99, Optional.of(Filter.parse(filter))))
        .hits()
        .stream()
        .map(Hit::key)
        .toList();
  }

  private static void assertSelects(
      VectorTableReader reader, List<VectorRow> rows, List<Filter> filters) {
    List<VectorQuery> queries =
        filters.stream()
            .map(filter -> new VectorQuery(vector("q"), ROWS, Optional.of(filter)))
            .toList();
    List<SearchResult> results = reader.search(queries);
    for (int i = 0; i < filters.size(); i++) {
      FilterEvaluator expected = new FilterEvaluator(filters.get(i), spec().fingerprint());
      Set<String> ids = new TreeSet<>();
      rows.stream().filter(expected).forEach(row -> ids.add(row.chunk().id()));
      assertThat(results.get(i).hits())
          .as("%s", filters.get(i))
          .extracting(Hit::id)
          .containsExactlyInAnyOrderElementsOf(ids);
    }
  }

  @Test
  void hostileFilterFindsNothingBeyondTheFilterItIsJoinedWith() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      List<VectorRow> rows = new ArrayList<>(record("mine", 1, "a", List.of("one")));
      rows.addAll(record("secret", 1, "b", List.of("two")));
      put(writer, 1, rows);

      for (String hostile : HostileFilters.all()) {
        assertThat(found(reader, hostile)).as("%.100s", hostile).isSubsetOf("mine");
      }
      assertThat(found(reader, "record_version = 1"))
          .as("filters still work")
          .containsExactly("mine");
    }
  }

  /** The keys found, none if the filter is refused. */
  private static List<String> found(VectorTableReader reader, String text) {
    Filter joined;
    try {
      joined = Filter.both(Filter.parse("tenant = 'a'"), Filter.parse(text));
      return reader.search(new VectorQuery(vector("q"), 9, Optional.of(joined))).hits().stream()
          .map(Hit::key)
          .toList();
    } catch (InvalidRequestException e) {
      assertThat(e).hasMessageStartingWith("Cannot search: the filter");
      return List.of();
    }
  }

  @Test
  void placeholdersOfAPatternStandForThemselvesAfterABackslash() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      List<VectorRow> rows = new ArrayList<>();
      for (String tenant : List.of("100%", "1000", "a_b", "axb", "back\\slash")) {
        rows.addAll(record(tenant, 1, tenant, List.of("text of " + tenant)));
      }
      put(writer, 1, rows);

      assertThat(like(reader, "100\\%")).containsExactly("100%");
      assertThat(like(reader, "100_")).containsExactlyInAnyOrder("100%", "1000");
      assertThat(like(reader, "a\\_%")).containsExactly("a_b");
      assertThat(like(reader, "%\\\\%")).containsExactly("back\\slash");
    }
  }

  private static List<String> like(VectorTableReader reader, String pattern) {
    Filter filter = new Filter.Like("tenant", pattern);
    return reader.search(new VectorQuery(vector("q"), 9, Optional.of(filter))).hits().stream()
        .map(Hit::key)
        .toList();
  }

  private static void put(VectorTableWriter writer, long sequence, List<VectorRow> rows) {
    Set<String> keys = new HashSet<>();
    rows.forEach(row -> keys.add(row.chunk().recordKey()));
    writer.commit(
        new VectorCommit(new BatchIdentity("s", sequence), keys, writer.stage(rows), AS_OF));
  }
}
