package dev.freshet.search.langchain4j;

import static dev.langchain4j.store.embedding.filter.Filter.not;
import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.Chunk;
import dev.freshet.core.metadata.MetadataValue;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.testkit.vector.FilterEvaluator;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares with LangChain4j's own filters, which can be evaluated on metadata. */
class FilterTranslationTest {

  private static final List<String> COLUMNS = List.of("author", "tenant");
  private static final List<String> VALUES = List.of("", "a", "ab", "b", "o'neill", "Ä");

  /** Every case of the kit: texts, UUIDs and numbers of all widths. */
  static Stream<Arguments> kitFilters() {
    return KitFilters.all();
  }

  @Test
  void kitHasFilters() {
    assertThat(kitFilters()).hasSizeGreaterThan(50);
  }

  @ParameterizedTest
  @MethodSource("kitFilters")
  void filterOfTheKitFindsWhatTheKitExpects(
      Filter filter, List<Metadata> matching, List<Metadata> others) {
    FilterEvaluator translated = new FilterEvaluator(FilterTranslation.of(filter), "any");

    assertThat(matching).map(FilterTranslationTest::row).allMatch(translated);
    assertThat(others).map(FilterTranslationTest::row).noneMatch(translated);
  }

  @Test
  void anyFilterFindsWhatItFindsInLangChain4jMissingValuesIncluded() {
    List<Metadata> rows = everyRow();
    Random random = new Random(20_261_121);
    for (int i = 0; i < 500; i++) {
      Filter filter = randomFilter(random, 4);
      FilterEvaluator translated = new FilterEvaluator(FilterTranslation.of(filter), "any");

      assertThat(rows.stream().filter(row -> translated.test(row(row))).toList())
          .as("%s", filter)
          .isEqualTo(rows.stream().filter(filter::test).toList());
    }
  }

  @Test
  void numbersCompareWithColumnsOfWholeNumbers() {
    VectorRow row = row(new Metadata());

    assertThat(translated(metadataKey("record_version").isGreaterThanOrEqualTo(7L)).test(row))
        .isTrue();
    assertThat(translated(metadataKey("record_version").isGreaterThan(7.0)).test(row)).isFalse();
    assertThat(translated(metadataKey("chunk_index").isEqualTo(0)).test(row)).isTrue();
  }

  @Test
  void fractionsTruthsAndTimesCompareWithTheirOwn() {
    VectorRow row =
        new VectorRow(
            Chunk.of("key", 7, List.of("text")).get(0),
            new float[] {1},
            Map.of(
                "price", new MetadataValue.Number(new BigDecimal("7.5")),
                "flag", new MetadataValue.Truth(true),
                "created", new MetadataValue.Text("2026-01-01T00:30:00+02:00")),
            Instant.EPOCH);

    assertThat(translated(metadataKey("price").isEqualTo(7.5)).test(row)).isTrue();
    assertThat(translated(metadataKey("price").isLessThan(8)).test(row)).isTrue();
    assertThat(translated(metadataKey("price").isLessThan(1e300)).test(row)).isTrue();
    assertThat(translated(new IsEqualTo("flag", true)).test(row)).isTrue();
    assertThat(translated(new IsEqualTo("flag", false)).test(row)).isFalse();
    assertThat(
            translated(new IsEqualTo("created", Instant.parse("2025-12-31T22:30:00Z"))).test(row))
        .isTrue();
    assertUnsupported(metadataKey("price").isLessThan(Double.NaN), "no number");
  }

  @Test
  void everyCharacterOfAPartStandsForItself() {
    for (String part : List.of("100%", "a_b", "back\\slash", "\\%")) {
      Filter filter = metadataKey("author").containsString(part);

      assertThat(translated(filter).test(row(new Metadata().put("author", "<" + part + ">"))))
          .as(part)
          .isTrue();
      assertThat(translated(filter).test(row(new Metadata().put("author", "100a axb backs"))))
          .as(part)
          .isFalse();
    }
  }

  @Test
  void filterOfAnUnknownKindIsNamed() {
    assertUnsupported(not(object -> true), "no counterpart");
  }

  private static void assertUnsupported(Filter filter, String why) {
    assertThatThrownBy(() -> FilterTranslation.of(filter))
        .isInstanceOf(UnsupportedFeatureException.class)
        .hasMessageContaining(why);
  }

  private static FilterEvaluator translated(Filter filter) {
    return new FilterEvaluator(FilterTranslation.of(filter), "any");
  }

  private static Filter randomFilter(Random random, int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return randomCondition(random);
    }
    return switch (random.nextInt(3)) {
      case 0 -> not(randomFilter(random, depth - 1));
      case 1 -> Filter.and(randomFilter(random, depth - 1), randomFilter(random, depth - 1));
      default -> Filter.or(randomFilter(random, depth - 1), randomFilter(random, depth - 1));
    };
  }

  private static Filter randomCondition(Random random) {
    var key = metadataKey(COLUMNS.get(random.nextInt(COLUMNS.size())));
    String value = VALUES.get(random.nextInt(VALUES.size()));
    List<String> some = VALUES.subList(0, 1 + random.nextInt(VALUES.size()));
    return switch (random.nextInt(9)) {
      case 0 -> key.isEqualTo(value);
      case 1 -> key.isNotEqualTo(value);
      case 2 -> key.isGreaterThan(value);
      case 3 -> key.isGreaterThanOrEqualTo(value);
      case 4 -> key.isLessThan(value);
      case 5 -> key.isLessThanOrEqualTo(value);
      case 6 -> key.isIn(some);
      case 7 -> key.isNotIn(some);
      default -> key.containsString(value);
    };
  }

  /** Every pair of values, missing values included. */
  private static List<Metadata> everyRow() {
    List<Metadata> rows = new ArrayList<>();
    for (int author = -1; author < VALUES.size(); author++) {
      for (int tenant = -1; tenant < VALUES.size(); tenant++) {
        Map<String, String> values = new HashMap<>();
        if (author >= 0) {
          values.put("author", VALUES.get(author));
        }
        if (tenant >= 0) {
          values.put("tenant", VALUES.get(tenant));
        }
        rows.add(new Metadata(values));
      }
    }
    return rows;
  }

  private static VectorRow row(Metadata metadata) {
    Map<String, MetadataValue> columns =
        metadata.toMap().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> value(entry.getValue())));
    return new VectorRow(
        Chunk.of("key", 7, List.of("text")).get(0), new float[] {1}, columns, Instant.EPOCH);
  }

  private static MetadataValue value(Object landed) {
    return landed instanceof Number number
        ? new MetadataValue.Number(new BigDecimal(number.toString()))
        : new MetadataValue.Text(landed.toString());
  }
}
