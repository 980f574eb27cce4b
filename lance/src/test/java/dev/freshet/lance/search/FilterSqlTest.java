package dev.freshet.lance.search;

import static dev.freshet.testkit.vector.SampleRows.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.filter.Filter;
import dev.freshet.core.filter.FilterColumns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterSqlTest {

  private static final FilterColumns COLUMNS = spec().filterColumns();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "tenant='a'                              | `tenant` = 'a'",
        "tenant = 'it''s' or author <> ''        | (`tenant` = 'it''s' OR `author` <> '')",
        "NOT (tenant = 'a' AND author IS NULL)   | NOT ((`tenant` = 'a' AND `author` IS NULL))",
        "author is not null                      | NOT (`author` IS NULL)",
        "record_version >= -12                   | `record_version` >= -12",
        "chunk_index in (0,1 , 2)                | cast(`chunk_index` as bigint) IN (0, 1, 2)",
        "record_version > -9223372036854775808   | `record_version` > cast('-9223372036854775808' as bigint)",
        "tenant not in ('a')                     | NOT (`tenant` IN ('a'))",
        "record_key between 'a' and 'b'          | `record_key` BETWEEN 'a' AND 'b'",
        "`tenant` = '$1; drop table x --'        | `tenant` = '$1; drop table x --'",
        "landed_at > '2026-01-02T03:04:05.5Z'    | `landed_at` > timestamp '2026-01-02 03:04:05.500000'",
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
