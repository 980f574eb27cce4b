package dev.freshet.core.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.metadata.MetadataType;
import dev.freshet.core.metadata.StoredColumn;
import dev.freshet.core.vector.VectorTableSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {

  private static final FilterColumns COLUMNS =
      VectorTableSpec.filterColumns(
          List.of(
              StoredColumn.of("author", MetadataType.TEXT),
              StoredColumn.of("tenant", MetadataType.TEXT),
              StoredColumn.of("not", MetadataType.TEXT)));

  private static void checked(String filter) {
    COLUMNS.check(Filter.parse(filter));
  }

  @Test
  void andBindsTighterThanOrAndNotTightest() {
    Filter filter = Filter.parse("tenant = 'a' or not author is null and chunk_index < 5");

    assertThat(filter)
        .isEqualTo(
            new Filter.Or(
                List.of(
                    equal("tenant", "a"),
                    new Filter.And(
                        List.of(
                            new Filter.Not(new Filter.IsNull("author")),
                            new Filter.Compare(
                                "chunk_index",
                                Filter.Operator.LESS,
                                Filter.Literal.Number.of(5)))))));
  }

  @Test
  void columnCalledLikeAKeywordStandsInBackQuotes() {
    assertThat(Filter.parse("`not` = 'a'")).isEqualTo(equal("not", "a"));
    assertThat(Filter.parse("not `not` = 'a'")).isEqualTo(new Filter.Not(equal("not", "a")));
  }

  @Test
  void filterThatClosesAParenthesisCannotChangeTheOtherFilter() {
    assertThatThrownBy(() -> Filter.parse("author = 'x') OR (tenant = 'b'"))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(Filter.both(equal("tenant", "a"), Filter.parse("tenant = 'b' OR tenant = 'c'")))
        .isEqualTo(
            new Filter.And(
                List.of(
                    equal("tenant", "a"),
                    new Filter.Or(List.of(equal("tenant", "b"), equal("tenant", "c"))))));
  }

  private static Filter equal(String column, String text) {
    return new Filter.Compare(column, Filter.Operator.EQUAL, new Filter.Literal.Text(text));
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
        "record_version = 1.",
        "record_version = 1e9999",
        "record_version = TRUE",
        "record_version contains 'a'",
        "tenant contains 'a'",
        "tenant contains 5",
        "'a' in (tenant)",
        "'a' = tenant",
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
    assertThatThrownBy(() -> checked(filter))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith("Cannot search: the filter");
  }

  @Test
  void unknownColumnIsNamedTogetherWithTheKnownOnes() {
    assertThatThrownBy(() -> checked("tenant = 'a' AND nowhere = 'b'"))
        .hasMessage(
            "Cannot search: the filter names column nowhere, which is not there. The columns are"
                + " author, chunk_index, content_hash, embedding_fingerprint, id, landed_at, not,"
                + " record_key, record_version, tenant, text.");
  }

  @Test
  void filterThatWouldOverflowTheNativeStackIsRefused() {
    String deep = "(".repeat(21) + "tenant = 'a'" + ")".repeat(21);
    String negated = "NOT ".repeat(21) + "tenant = 'a'";
    String chain =
        String.join(" OR ", Collections.nCopies(Filter.CONDITIONS_MAX + 1, "tenant = 'a'"));
    String list = "tenant IN (" + String.join(",", Collections.nCopies(1_001, "'a'")) + ")";
    String longText = "tenant = '" + "a".repeat(Filter.LENGTH_MAX) + "'";

    for (String filter : List.of(deep, negated, chain, list, longText)) {
      assertThatThrownBy(() -> checked(filter)).isInstanceOf(InvalidRequestException.class);
    }
  }

  /** Threads of a server have small stacks, and a regular expression may recurse per character. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "''", "a''", "\\\\", "%_", "\uD83D\uDE00"})
  void longTextsNeedNoLongStack(String part) throws Exception {
    String text = part.repeat(8_000 / part.length());
    List<Filter> parsed = new ArrayList<>();
    Thread small =
        new Thread(
            null,
            () ->
                parsed.addAll(
                    List.of(
                        Filter.parse("tenant = '" + text + "'"),
                        Filter.parse("tenant LIKE '" + text + "'"))),
            "small-stack",
            128 << 10);

    small.start();
    small.join(20_000);

    String value = text.replace("''", "'");
    assertThat(parsed).containsExactly(equal("tenant", value), new Filter.Like("tenant", value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\", "a\\b", "\\\\\\", "%\\n"})
  void backslashInAPatternStandsBeforeWhatItTakesTheMeaningFrom(String pattern) {
    assertThatThrownBy(() -> Filter.parse("tenant LIKE '" + pattern + "'"))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageEndingWith("Double it.");
    assertThat(Filter.parse("tenant LIKE '\\%\\_\\\\'"))
        .isEqualTo(new Filter.Like("tenant", "\\%\\_\\\\"));
    assertThat(Filter.parse("tenant = '" + pattern + "'")).isEqualTo(equal("tenant", pattern));
  }

  @Test
  void treeThatWasNotParsedIsBoundToo() {
    Filter nested = equal("tenant", "a");
    for (int level = 1; level < Filter.DEPTH_MAX; level++) {
      nested = new Filter.Not(nested);
    }
    Filter deepest = nested;

    assertThat(deepest.depth()).isEqualTo(Filter.DEPTH_MAX);
    assertThatThrownBy(() -> new Filter.Not(deepest))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("Cannot search: the filter has more than 30 nested levels. Shorten it.");
  }
}
