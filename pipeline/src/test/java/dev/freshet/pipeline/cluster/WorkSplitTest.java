package dev.freshet.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkSplitTest {

  @ParameterizedTest
  @CsvSource({
    "0, 100, 4, 1", // nothing to do is one part, too
    "199, 100, 4, 1",
    "200, 100, 4, 2",
    "399, 100, 4, 3", // never below the weight of a task
    "400, 100, 4, 4",
    "499, 100, 4, 4",
    "500, 100, 4, 8", // the second round keeps all four busy
    "801, 100, 4, 8",
    "900, 100, 4, 12",
    "200, 100, 1, 2",
    "300, 100, 1000, 3"
  })
  void partsAreWorthATaskAndFillWholeRounds(long weight, long perTask, int slots, int parts) {
    assertThat(WorkSplit.count(weight, perTask, slots)).isEqualTo(parts);
  }

  @Test
  void partsAreTheItemsInOrderAndWeighAboutTheSame() {
    Random random = new Random(7);
    List<Integer> items = IntStream.range(0, 1_000).boxed().toList();
    long[] weights = items.stream().mapToLong(item -> 1 + random.nextInt(256)).toArray();

    List<ArrayList<Integer>> parts = WorkSplit.cut(items, weights, 8);

    assertThat(parts).hasSize(8);
    assertThat(parts.stream().flatMap(List::stream)).containsExactlyElementsOf(items);
    double fair = Arrays.stream(weights).sum() / 8.0;
    assertThat(parts)
        .allSatisfy(
            part ->
                assertThat((double) part.stream().mapToLong(item -> weights[item]).sum())
                    .isBetween(fair - 256, fair + 256));
  }

  @Test
  void heavyItemHasAPartOfItsOwnAndNoPartIsEmpty() {
    List<ArrayList<String>> parts =
        WorkSplit.cut(List.of("a", "heavy", "b", "c"), new long[] {1, 1_000, 1, 1}, 4);

    assertThat(parts)
        .extracting(part -> (List<String>) part)
        .containsExactly(List.of("a"), List.of("heavy"), List.of("b", "c"));
  }

  @Test
  void itemsWithoutWeightStayTogether() {
    assertThat(WorkSplit.cut(List.of("a", "b"), new long[2], 4)).hasSize(1);
    assertThat(WorkSplit.cut(List.of(), new long[0], 4)).isEmpty();
  }
}
