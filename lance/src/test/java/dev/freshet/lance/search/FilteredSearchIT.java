package dev.freshet.lance.search;

import static dev.freshet.testkit.vector.SampleRows.record;
import static dev.freshet.testkit.vector.SampleRows.vector;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.filter.Filter;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.lance.write.TestBatches;
import dev.freshet.testkit.vector.SampleRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The library understands every filter that the grammar allows. */
class FilteredSearchIT {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "order = 'x'                                        | k1",
        "order <> 'x'                                       | k2",
        "order is null                                      | k3",
        "order is not null                                  | k1 k2",
        "not order = 'x'                                    | k2",
        "record_version >= 2 and record_version < 3         | k2",
        "record_version between 2 and 9                     | k2 k3",
        "record_version in (1, 3)                           | k1 k3",
        "chunk_index != 0                                   | ",
        "record_key like 'k%' and record_key not like '%3'  | k1 k2",
        "record_key in ('k1', 'k3', 'it''s', 'back\\')      | k1 k3",
        "(order = 'x' or record_key = 'k3') and chunk_index = 0 | k1 k3",
        "landed_at = '2026-01-02T03:04:05.678901Z'          | k1 k2 k3",
        "landed_at > '2026-01-02T03:04:05.678901Z'          | ",
        "landed_at between '2020-01-01T00:00:00Z' and '2030-01-01T00:00:00Z' | k1 k2 k3",
        "text = 'text \uD83D\uDE00'                          | k3",
        "order not in ('y')                                 | k1",
      })
  void everyConditionSelectsItsRows(String filter, String keys) {
    VectorTableSpec spec =
        VectorTableSpec.of(SampleRows.DIMENSION, Distance.COSINE, "m", List.of("order"));
    try (VectorTableWriter writer = LanceVectorTable.openWriter(table(), spec);
        VectorTableReader reader = LanceVectorTable.openReader(table())) {
      List<VectorRow> rows = new ArrayList<>();
      rows.add(row("k1", 1, "text 1", Map.of("order", "x")));
      rows.add(row("k2", 2, "text 2", Map.of("order", "y")));
      rows.add(row("k3", 3, "text \uD83D\uDE00", Map.of()));
      TestBatches.commit(writer, 1, rows);

      assertThat(
              reader
                  .search(new VectorQuery(vector("q"), 9, Optional.of(Filter.parse(filter))))
                  .hits())
          .extracting(Hit::key)
          .containsExactlyInAnyOrder(keys == null ? new String[0] : keys.split(" "));
    }
  }

  @Test
  void largestFilterTheGrammarAllowsIsAnswered() {
    String chain =
        String.join(" OR ", Collections.nCopies(50, "NOT (tenant = 'b')"))
            + " AND "
            + "(".repeat(19)
            + String.join(" OR ", Collections.nCopies(50, "tenant = 'a'"))
            + ")".repeat(19);
    try (VectorTableWriter writer = LanceVectorTable.openWriter(table(), SampleRows.spec());
        VectorTableReader reader = LanceVectorTable.openReader(table())) {
      TestBatches.commit(writer, 1, record("k", 1, "one"));

      assertThat(
              reader
                  .search(new VectorQuery(vector("q"), 9, Optional.of(Filter.parse(chain))))
                  .hits())
          .hasSize(1);
    }
  }

  @Test
  void keyWithANulCharacterIsReplacedExactly() {
    try (VectorTableWriter writer = LanceVectorTable.openWriter(table(), SampleRows.spec());
        VectorTableReader reader = LanceVectorTable.openReader(table())) {
      TestBatches.commit(writer, 1, record("a\0b", 1, "one"));
      TestBatches.commit(writer, 2, record("a\0b", 2, "two"));

      assertThat(TestBatches.contents(reader)).containsExactly(Map.entry("a\0b#0", 2L));
    }
  }

  @ParameterizedTest
  @EnumSource(Distance.class)
  void everyDistanceRanksTheSameTextFirst(Distance distance) {
    VectorTableSpec spec = VectorTableSpec.of(SampleRows.DIMENSION, distance, "m", List.of());
    try (VectorTableWriter writer = LanceVectorTable.openWriter(table(), spec);
        VectorTableReader reader = LanceVectorTable.openReader(table())) {
      TestBatches.commit(
          writer, 1, List.of(row("k1", 1, "text 1", Map.of()), row("k2", 1, "text 2", Map.of())));

      List<Hit> hits = reader.search(new VectorQuery(vector("text 2"), 2)).hits();

      assertThat(hits).extracting(Hit::key).containsExactly("k2", "k1");
      assertThat(hits.get(0).distance()).isBetween(-1e-4f, 1e-4f);
      assertThat(hits.get(0).score()).isBetween(0.999f, 1.001f).isGreaterThan(hits.get(1).score());
    }
  }

  private Path table() {
    return directory.resolve("t.lance");
  }

  private static VectorRow row(
      String key, long version, String text, Map<String, String> metadata) {
    VectorRow row = record(key, version, text).get(0);
    return new VectorRow(row.chunk(), row.vector(), SampleRows.texts(metadata), row.landedAt());
  }
}
