package dev.freshet.lance;

import static dev.freshet.testkit.vector.SampleRows.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.error.InvalidRequestException;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterParserTest {

  private static final TableSchema SCHEMA = TableSchema.of(spec());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "tenant='a'                              | `tenant` = 'a'",
        "tenant = 'it''s' or author <> ''        | `tenant` = 'it''s' OR `author` <> ''",
        "NOT (tenant = 'a' AND author IS NULL)   | NOT (`tenant` = 'a' AND `author` IS NULL)",
        "author is not null                      | `author` IS NOT NULL",
        "record_version >= -12                   | `record_version` >= -12",
        "chunk_index in (0,1 , 2)                | `chunk_index` IN (0, 1, 2)",
        "tenant not in ('a')                     | `tenant` NOT IN ('a')",
        "record_key between 'a' and 'b'          | `record_key` BETWEEN 'a' AND 'b'",
        "text not like '%x_'                     | `text` NOT LIKE '%x_'",
        "`tenant` = '$1; drop table x --'        | `tenant` = '$1; drop table x --'",
        "landed_at > '2026-01-02T03:04:05.5Z'    | `landed_at` > timestamp '2026-01-02 03:04:05.500000'",
      })
  void filterIsWrittenAnew(String filter, String sql) {
    assertThat(FilterParser.parse(filter, SCHEMA)).isEqualTo(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "tenant",
        "tenant = ",
        "tenant = 'a",
        "tenant = $1",
        "tenant = 5",
        "tenant = author",
        "record_version = 'a'",
        "record_version = 1.5",
        "record_version = 99999999999999999999",
        "record_version like '1'",
        "landed_at > 'yesterday'",
        "landed_at > 5",
        "tenant = 'a' tenant = 'b'",
        "tenant = 'a'; tenant = 'b'",
        "(tenant = 'a'",
        "tenant = 'a')",
        "tenant in ()",
        "tenant in 'a'",
        "tenant ==== 'a'",
        "lower(tenant) = 'a'",
        "vector is null",
        "_rowid < 5",
        "1 = 1",
        "true",
        "tenant is 'a'",
        "tenant = 'a' and",
        "not",
        "tenant = X'00'",
        "tenant = 'a' -- x"
      })
  void anythingElseIsTheCallersMistake(String filter) {
    assertThatThrownBy(() -> FilterParser.parse(filter, SCHEMA))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith("Cannot search: the filter");
  }

  @Test
  void unknownColumnIsNamedTogetherWithTheKnownOnes() {
    assertThatThrownBy(() -> FilterParser.parse("tenant = 'a' AND nowhere = 'b'", SCHEMA))
        .hasMessage(
            "Cannot search: the filter needs a column at character 18, not 'nowhere'. The columns are"
                + " author, chunk_index, content_hash, embedding_fingerprint, id, landed_at,"
                + " record_key, record_version, tenant, text.");
  }

  @Test
  void filterThatWouldOverflowTheNativeStackIsRefused() {
    String deep = "(".repeat(21) + "tenant = 'a'" + ")".repeat(21);
    String negated = "NOT ".repeat(21) + "tenant = 'a'";
    String chain = String.join(" OR ", Collections.nCopies(101, "tenant = 'a'"));
    String list = "tenant IN (" + String.join(",", Collections.nCopies(1_001, "'a'")) + ")";
    String longText = "tenant = '" + "a".repeat(FilterTokens.LENGTH_MAX) + "'";

    for (String filter : new String[] {deep, negated, chain, list, longText}) {
      assertThatThrownBy(() -> FilterParser.parse(filter, SCHEMA))
          .isInstanceOf(InvalidRequestException.class);
    }
  }

  @Test
  void textsTheNativeInterfaceCannotCarryTravelAsHex() {
    assertThat(SqlLiteral.text("a\0b")).isEqualTo("cast(x'610062' as string)");
    assertThat(SqlLiteral.text("\uD83D\uDE00")).isEqualTo("cast(x'f09f9880' as string)");
    assertThat(SqlLiteral.text("caf\u00e9 \\ 'x'")).isEqualTo("'caf\u00e9 \\ ''x'''");
  }
}
