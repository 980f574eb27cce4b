package dev.freshet.testkit.vector;

import static dev.freshet.testkit.vector.SampleRows.record;
import static dev.freshet.testkit.vector.SampleRows.spec;
import static dev.freshet.testkit.vector.SampleRows.vector;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.filter.Filter;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.SearchResult;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
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

  /** Builds indexes on the metadata columns, where the implementation has indexes. */
  protected abstract void indexMetadata();

  @ParameterizedTest
  @ValueSource(longs = {1, 20_261_121})
  void everyFilterSelectsWhatItsEvaluationForEachRowSays(long seed) {
    Random random = new Random(seed);
    RandomFilters filters = new RandomFilters(random, spec());
    List<VectorRow> rows = filters.rows(ROWS);
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      put(writer, 1, rows);
      assertSelects(reader, rows, draw(filters, FILTERS));

      indexMetadata();
      assertSelects(reader, rows, draw(filters, FILTERS));
    }
  }

  private static List<Filter> draw(RandomFilters filters, int count) {
    List<Filter> drawn = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      drawn.add(filters.next());
    }
    return drawn;
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
