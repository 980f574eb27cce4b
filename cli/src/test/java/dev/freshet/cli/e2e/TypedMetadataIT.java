package dev.freshet.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.core.filter.Filter;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorTableReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metadata from a landed line to a filter: its types, and values that do not fit. */
class TypedMetadataIT {

  private static final int ROWS = 130;

  @TempDir Path directory;

  @Test
  void valuesAreFoundAsWhatTheyAreWhereverTheirTypeComesFrom() throws Exception {
    // Given
    TestPipeline pipeline =
        TestPipeline.create(
            directory,
            """
            name: stock
            home: ./home
            source: { path: ./landing }
            record: { key: [id] }
            document:
              text: "{body}"
              metadata: [qty, price, flag, tags, created, Order, isPublic, select, score, key, _id, size: integer, since: time]
            index: { filter-columns: [qty, Order] }
            optimize: { mode: off }
            """);
    pipeline.land(
        "items.json",
        IntStream.range(0, ROWS)
            .mapToObj(
                i ->
                    """
                    {"id":%1$d,"body":"item %1$d","qty":%1$d,"price":%2$s,"flag":%3$b,"tags":["t%4$d","all"],"created":"2026-01-01T%5$02d:30:00+02:00","Order":%1$d,"isPublic":%3$b,"select":"s%4$d","score":%1$d.5,"key":%1$d,"_id":"x%1$d","size":"%1$d","since":"2026-01-%6$02dT00:00:00Z"}
                    """
                        .formatted(i, 0.5 + 0.25 * i, i % 3 == 0, i % 4, i % 24, 1 + i % 28))
            .collect(Collectors.joining()));
    pipeline.land(
        "edges.json",
        """
        {"id":900,"body":"a number as text","qty":"42","price":"19.90"}
        {"id":901,"body":"an object","qty":{"v":1},"tags":"single","flag":0}
        {"id":902,"body":"large","qty":9007199254740993,"price":1e400}
        {"id":903,"body":"does not fit","qty":1,"size":"many"}
        """);

    // When
    JsonNode ran = pipeline.execute("run", "--once", "-o", "json").expectExit(0).json();

    // Then
    assertThat(ran.at("/quarantined").asInt()).isEqualTo(1);
    try (VectorTableReader reader = pipeline.openReader()) {
      assertFinds(reader, "qty > 100 AND qty < 110", i -> i > 100 && i < 110);
      assertFinds(reader, "qty > '100' AND qty < '110'", i -> i > 100 && i < 110);
      assertFinds(reader, "qty BETWEEN 9 AND 12", i -> i >= 9 && i <= 12);
      assertFinds(reader, "qty BETWEEN 41.5 AND 42", i -> i == 42, 900);
      assertFinds(reader, "qty = '42'", i -> i == 42, 900);
      assertFinds(reader, "qty > 9007199254740992", i -> false, 902);
      assertFinds(reader, "price < 5", i -> 0.5 + 0.25 * i < 5);
      assertFinds(reader, "price >= 19.9 AND price <= 20", i -> i == 78, 900);
      assertFinds(reader, "price > 1e300", i -> false, 902);
      assertFinds(reader, "flag = true AND qty < 9", i -> i % 3 == 0 && i < 9);
      assertFinds(reader, "NOT (flag = 'true') AND qty < 9", i -> i % 3 != 0 && i < 9);
      assertFinds(reader, "tags CONTAINS 't1' AND 'all' IN tags", i -> i % 4 == 1);
      assertFinds(reader, "tags CONTAINS 'single'", i -> false, 901);
      assertFinds(reader, "created < '2026-01-01T00:00:00Z'", i -> i % 24 < 2);
      assertFinds(reader, "created = '2025-12-31T22:30:00Z'", i -> i % 24 == 0);
      assertFinds(reader, "`Order` <= 3 AND `select` = 's3'", i -> i == 3);
      assertFinds(reader, "isPublic = false AND score > 127.5", i -> i > 127 && i % 3 != 0);
      assertFinds(reader, "key = 7 AND _id = 'x7'", i -> i == 7);
      assertFinds(reader, "size >= 9 AND size < 11", i -> i == 9 || i == 10);
      assertFinds(reader, "since < '2026-01-02' AND qty < 30", i -> i == 0 || i == 28);
    }
    JsonNode hit =
        pipeline
            .executeHere("search", "item", "-k", "1", "--filter", "qty = 3", "-o", "json")
            .json()
            .at("/hits/0/metadata");
    assertThat(hit.at("/qty").isIntegralNumber()).isTrue();
    assertThat(hit.at("/price").asDouble()).isEqualTo(1.25);
    assertThat(hit.at("/flag").isBoolean()).isTrue();
    assertThat(hit.at("/tags/0").asText()).isEqualTo("t3");
    assertThat(hit.at("/created").asText()).isEqualTo("2026-01-01T03:30:00+02:00");
    pipeline.verified();
  }

  private static void assertFinds(
      VectorTableReader reader, String filter, IntPredicate expected, Integer... others) {
    Set<String> keys =
        IntStream.range(0, ROWS)
            .filter(expected)
            .mapToObj(String::valueOf)
            .collect(Collectors.toSet());
    List.of(others).forEach(other -> keys.add(String.valueOf(other)));
    float[] anything = new float[reader.spec().dimension()];
    anything[0] = 1;
    assertThat(
            reader
                .search(new VectorQuery(anything, 1_000, Optional.of(Filter.parse(filter))))
                .hits())
        .as(filter)
        .extracting(Hit::key)
        .containsExactlyInAnyOrderElementsOf(keys);
  }
}
