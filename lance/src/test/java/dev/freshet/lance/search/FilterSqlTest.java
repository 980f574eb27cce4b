package dev.freshet.lance.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.filter.Filter;
import dev.freshet.core.filter.FilterColumns;
import dev.freshet.core.metadata.MetadataType;
import dev.freshet.core.metadata.StoredColumn;
import dev.freshet.core.vector.VectorTableSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterSqlTest {

  private static final FilterColumns COLUMNS =
      VectorTableSpec.filterColumns(
          List.of(
              StoredColumn.of("tenant", MetadataType.TEXT),
              StoredColumn.of("author", MetadataType.TEXT),
              StoredColumn.of("flag", MetadataType.BOOLEAN),
              StoredColumn.of("tags", MetadataType.TEXTS),
              StoredColumn.empty("none"),
              new StoredColumn(
                  "qty",
                  Map.of(MetadataType.INTEGER, "qty", MetadataType.NUMBER, "qty__number"),
                  false)));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "tenant='a'                              | `tenant` = 'a'",
        "tenant = 'it''s' or author <> ''        | (`tenant` = 'it''s' OR `author` <> '')",
        "NOT (tenant = 'a' AND author IS NULL)   | (`tenant` <> 'a' OR NOT (`author` IS NULL))",
        "author is not null                      | NOT (`author` IS NULL)",
        "record_version >= -12                   | `record_version` >= -12",
        "record_version > 1.5                    | `record_version` > 1",
        "record_version < 1.5                    | `record_version` < 2",
        "record_version < 1e30                   | NOT (`record_version` IS NULL)",
        "chunk_index in (0,1 , 2)                | cast(`chunk_index` as bigint) IN (0, 1, 2)",
        "record_version > -9223372036854775808   | `record_version` > cast('-9223372036854775808' as bigint)",
        "tenant not in ('a', 'b')                | NOT (`tenant` IN ('a', 'b'))",
        "record_key between 'a' and 'b'          | (`record_key` >= 'a' AND `record_key` <= 'b')",
        "`tenant` = '$1; drop table x --'        | `tenant` = '$1; drop table x --'",
        "landed_at > '2026-01-02T03:04:05.5Z'    | `landed_at` > timestamp '2026-01-02 03:04:05.500000'",
        "landed_at >= '2026-01-02'               | `landed_at` >= timestamp '2026-01-02 00:00:00.000000'",
        "flag = 'true' and flag <> false         | (`flag` = true AND `flag` <> false)",
        "tags contains '$1' or 'b' not in tags   | (array_has(`tags`, '$1') OR NOT (array_has(`tags`, 'b')))",
        "qty > 0.1                               | (`qty` > 0 OR `qty__number` > cast('0.1' as double))",
        "not qty > '1e400'                       | (NOT (`qty` IS NULL) OR `qty__number` <= cast('inf' as double))",
        "none > 5 or none <> 'a'                 | (`id` IS NULL OR `id` IS NULL)",
        "none is null                            | NOT (`id` IS NULL)",
      })
  void filterIsWrittenAsSql(String filter, String sql) {
    assertThat(FilterSql.of(Filter.parse(filter), COLUMNS)).isEqualTo(sql);
  }

  @Test
  void patternIsMatchedWithoutTheIndexOfItsColumn() {
    assertThat(FilterSql.of(Filter.parse("text not like '%x\\_'"), COLUMNS))
        .isEqualTo("NOT (`text` || '' LIKE '%x\\_')");
  }
}
