package dev.freshet.home.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReasonGroupsTest {

  private final ReasonGroups groups = new ReasonGroups();

  @Test
  void reasonsThatDifferInValuesAreOneGroupWithoutTheValues() {
    groups.add("Cannot read the event: 'op' is 'x'. Fix line 3 of 16 MiB.", "/l/a.json", 3);
    groups.add("Cannot read the event: 'op' is 'y z'. Fix line 40 of 16 MiB.", "/l/b.json", 40);

    assertThat(groups.largestFirst())
        .containsExactly(
            new ReasonGroup(
                2, "Cannot read the event: 'op' is …. Fix line … of 16 MiB.", "/l/a.json", 3));
  }

  @Test
  void valueThatAllRowsHaveStays() {
    groups.add("Land it in smaller lines than 16 MiB.", "/l/a.json", 1);
    groups.add("Land it in smaller lines than 16 MiB.", "/l/a.json", 9);

    assertThat(groups.largestFirst())
        .extracting(ReasonGroup::reason)
        .containsExactly("Land it in smaller lines than 16 MiB.");
  }

  @Test
  void columnsAreGroupsOfTheirOwnAndApostrophesNoQuotes() {
    String placeholder = "column '%s' holds Debezium's placeholder. Set the table's 'identity'.";
    groups.add(placeholder.formatted("a"), "/l/a.json", 1);
    groups.add(placeholder.formatted("b"), "/l/a.json", 2);
    groups.add(placeholder.formatted("b"), "/l/a.json", 3);

    assertThat(groups.largestFirst())
        .extracting(ReasonGroup::reason)
        .containsExactly(placeholder.formatted("b"), placeholder.formatted("a"));
  }

  @Test
  void pathOfTheFileIsAValue() {
    assertThat(groups.add("Cannot read /l/a 1.json: it is empty.", "/l/a 1.json", 0)).isTrue();
    assertThat(groups.add("Cannot read /l/b.json: it is empty.", "/l/b.json", 0)).isFalse();

    assertThat(groups.largestFirst())
        .containsExactly(
            new ReasonGroup(2, "Cannot read the file: it is empty.", "/l/a 1.json", 0));
  }

  @Test
  void rowsOfTooManyReasonsAreCountedTogetherAndNoneIsLost() {
    for (int i = 0; i < 1_000; i++) {
      groups.add("reason " + "x".repeat(i + 1), "/l/a.json", i);
    }

    assertThat(groups.largestFirst()).hasSize(101);
    assertThat(groups.largestFirst().get(0))
        .isEqualTo(new ReasonGroup(900, "other reasons", "/l/a.json", 100));
    assertThat(groups.largestFirst()).extracting(ReasonGroup::count).contains(1L);
    assertThat(groups.largestFirst().stream().mapToLong(ReasonGroup::count).sum()).isEqualTo(1_000);
  }
}
