package dev.freshet.demo.corpus;

import static dev.freshet.demo.corpus.Docs.method;
import static dev.freshet.demo.corpus.Docs.release;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReleaseDiffTest {

  @Test
  void firstReleaseIsReadAndLaterOnesOnlyChangeWhatReadsDifferently() {
    Release first =
        release("1", method("gone", "g", "1"), method("kept", "k", "1"), method("told", "t", "1"));
    Release second =
        release("2", method("kept", "k", "2"), method("new", "n", "2"), method("told", "T", "2"));

    List<ReleaseDiff> diffs = ReleaseDiff.chain(List.of(first, second));

    assertThat(diffs).extracting(ReleaseDiff::version).containsExactly("1", "2");
    assertThat(diffs.get(0).changes())
        .containsExactlyElementsOf(first.records().stream().map(RowChange::read).toList());
    assertThat(diffs.get(1).changes())
        .containsExactly(
            RowChange.delete(method("gone", "g", "1")),
            RowChange.insert(method("new", "n", "2")),
            RowChange.update(method("told", "t", "1"), method("told", "T", "2")));
  }

  @Test
  void beforeIsTheRowAsTheTableHoldsItNotAsTheLastReleaseReadsIt() {
    List<ReleaseDiff> diffs =
        ReleaseDiff.chain(
            List.of(
                release("1", method("a", "old", "1")),
                release("2", method("a", "old", "2")),
                release("3", method("a", "new", "3"))));

    assertThat(diffs.get(1).changes()).isEmpty();
    assertThat(diffs.get(2).changes())
        .containsExactly(RowChange.update(method("a", "old", "1"), method("a", "new", "3")));
  }

  @Test
  void whatComesBackAfterADeleteIsAnInsert() {
    List<ReleaseDiff> diffs =
        ReleaseDiff.chain(
            List.of(
                release("1", method("a", "x", "1")),
                release("2"),
                release("3", method("a", "x", "3"))));

    assertThat(diffs.get(1).changes()).containsExactly(RowChange.delete(method("a", "x", "1")));
    assertThat(diffs.get(2).changes()).containsExactly(RowChange.insert(method("a", "x", "3")));
  }
}
