package dev.freshet.home.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.BatchIdentity;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppendPlanTest {

  @Test
  void everyRowOfTheFirstBatchIsWritten() {
    AppendPlan plan = decide(5, OptionalLong.empty(), 1, 5);

    assertThat(sequences(plan)).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6, 900})
  void batchAtOrBeforeTheNewestTransactionIsAlreadyCommitted(long lastCommitted) {
    AppendPlan plan = decide(5, OptionalLong.of(lastCommitted), 1, 5);

    assertThat(plan)
        .isEqualTo(new AppendPlan.Skip(new AppendOutcome.AlreadyCommitted(lastCommitted)));
  }

  @Test
  void batchCutAcrossTheNewestTransactionContributesOnlyItsLaterFiles() {
    AppendPlan plan = decide(13, OptionalLong.of(10), 9, 13);

    assertThat(sequences(plan)).containsExactly(11L, 12L, 13L);
  }

  @Test
  void laterBatchWithoutMissingRowsHasNothingToAppend() {
    AppendPlan plan = decide(7, OptionalLong.of(5), 1, 5);

    assertThat(plan).isEqualTo(new AppendPlan.Skip(new AppendOutcome.NothingToAppend()));
  }

  @Test
  void rowAfterTheEndOfItsBatchIsRefused() {
    assertThatThrownBy(() -> decide(5, OptionalLong.empty(), 1, 6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot append batch s:5 to table gold: a row has sequence 6, after the batch's end");
  }

  @Test
  void tableWithoutSequenceColumnTakesALaterBatchWhole() {
    TableSchema batches =
        TableSchema.unsequenced(
            "batches", List.of(Column.required("batch_id", ColumnType.STRING, "Batch.")));
    List<Object[]> rows = List.<Object[]>of(new Object[] {"s:8"});

    AppendPlan plan =
        AppendPlan.decide(batches, new BatchIdentity("s", 8), OptionalLong.of(5), rows);

    assertThat(plan).isEqualTo(new AppendPlan.Write(rows));
  }

  /** However batches are cut and repeated, together they write every file once. */
  @Test
  void anySeriesOfRecutBatchesWritesEachFileOnce() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      Set<Long> written = new HashSet<>();
      long last = 0;
      long reached = 0;
      while (reached < 60) {
        // A lost checkpoint sets the stream back to an earlier file, at worst to the first.
        long first = random.nextInt(5) == 0 ? 1 + random.nextInt((int) reached + 1) : reached + 1;
        long end = first + random.nextInt(12);
        AppendPlan plan =
            decide(end, last == 0 ? OptionalLong.empty() : OptionalLong.of(last), first, end);
        if (plan instanceof AppendPlan.Write) {
          assertThat(sequences(plan)).allSatisfy(s -> assertThat(written.add(s)).isTrue());
          last = end;
        }
        reached = end;
      }
      assertThat(written).hasSize((int) last).allSatisfy(s -> assertThat(s).isBetween(1L, 1000L));
    }
  }

  private static AppendPlan decide(long end, OptionalLong last, long first, long to) {
    return AppendPlan.decide(
        GoldRows.SCHEMA, new BatchIdentity("s", end), last, GoldRows.ofFiles("k", first, to));
  }

  private static List<Long> sequences(AppendPlan plan) {
    assertThat(plan).isInstanceOf(AppendPlan.Write.class);
    return ((AppendPlan.Write) plan).rows().stream().map(row -> (Long) row[5]).toList();
  }
}
