package dev.freshet.testkit.vector;

import static dev.freshet.testkit.vector.SampleRows.record;
import static dev.freshet.testkit.vector.SampleRows.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.filter.Filter;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.TextQuery;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every vector table must answer to a search for words. */
abstract class TextSearchContract extends FilterContract {

  private static final Instant AS_OF = Instant.parse("2026-01-02T04:00:00Z");

  /** Builds the full-text index over the rows that are there. */
  protected abstract void indexText();

  @Test
  void searchForWordsNeedsAFullTextIndex() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      put(writer, 1, Set.of("k"), record("k", 1, "word"));

      assertThatThrownBy(() -> words(reader, "word", null))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageStartingWith("Cannot search for words: ")
          .hasMessageContaining("has no full-text index yet. Set index.full-text: true");
      indexText();
      assertThat(words(reader, "word", null)).hasSize(1);
    }
  }

  @Test
  void wordsAreFoundWhateverTheirCaseAndOrder() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      put(writer, 1, Set.of("k"), record("k", 1, "The red fox jumps", "A lazy dog", "Foxes sleep"));
      indexText();

      Hit hit = words(reader, "FOX red", null).get(0);

      assertThat(words(reader, "FOX red", null)).hasSize(1);
      assertThat(hit.text()).isEqualTo("The red fox jumps");
      assertThat(hit.key()).isEqualTo("k");
      assertThat(hit.score()).isPositive().isEqualTo(-hit.distance());
      assertThat(words(reader, "cat", null)).isEmpty();
    }
  }

  @Test
  void chunksWithMoreOfTheWordsComeFirst() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      put(
          writer,
          1,
          Set.of("k"),
          record("k", 1, "apple only here", "apple banana together", "cherry alone here"));
      indexText();

      assertThat(words(reader, "apple banana", null))
          .isSortedAccordingTo((a, b) -> Float.compare(b.score(), a.score()))
          .extracting(Hit::text)
          .containsExactly("apple banana together", "apple only here");
      assertThat(reader.search(new TextQuery("apple", 1)).hits()).hasSize(1);
    }
  }

  @Test
  void replacedAndDeletedTextIsNotFound() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      put(writer, 1, Set.of("k", "l"), both(record("k", 1, "early"), record("l", 1, "early")));
      indexText();
      put(writer, 2, Set.of("k"), record("k", 2, "late"));

      assertThat(words(reader, "early", null)).extracting(Hit::key).containsExactly("l");
      assertThat(words(reader, "late", null)).extracting(Hit::key).containsExactly("k");

      put(writer, 3, Set.of("k", "l"), List.of());
      assertThat(words(reader, "early late", null)).isEmpty();
    }
  }

  @Test
  void filterNarrowsASearchForWordsBeforeTheBestAreChosen() {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      List<VectorRow> rows = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        rows.addAll(record("a" + i, 1, "a", List.of("word word word")));
      }
      rows.addAll(record("b", 1, "b", List.of("a word among several others")));
      put(writer, 1, Set.of(), rows);
      indexText();
      put(writer, 2, Set.of(), record("c", 1, "b", List.of("something else")));

      assertThat(
              reader
                  .search(new TextQuery("word", 3, Optional.of(Filter.parse("tenant = 'b'"))))
                  .hits())
          .extracting(Hit::key)
          .containsExactly("b");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "?! -"})
  void queryWithoutAWordIsTheCallersMistake(String text) {
    try (VectorTableWriter writer = openWriter(spec());
        VectorTableReader reader = openReader()) {
      put(writer, 1, Set.of("k"), record("k", 1, "one"));
      indexText();

      assertThatThrownBy(() -> words(reader, text, null))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessage("Cannot search: '" + text + "' has no word. Search for one.");
      assertThatThrownBy(() -> words(reader, "one", "nowhere = 'a'"))
          .isInstanceOf(InvalidRequestException.class);
    }
  }

  private static List<VectorRow> both(List<VectorRow> first, List<VectorRow> second) {
    List<VectorRow> rows = new ArrayList<>(first);
    rows.addAll(second);
    return rows;
  }

  private static void put(
      VectorTableWriter writer, long sequence, Set<String> keys, List<VectorRow> rows) {
    Set<String> replaced = new HashSet<>(keys);
    rows.forEach(row -> replaced.add(row.chunk().recordKey()));
    writer.commit(
        new VectorCommit(new BatchIdentity("s", sequence), replaced, writer.stage(rows), AS_OF));
  }

  private static List<Hit> words(VectorTableReader reader, String text, @Nullable String filter) {
    return reader
        .search(new TextQuery(text, 10, Optional.ofNullable(filter).map(Filter::parse)))
        .hits();
  }
}
