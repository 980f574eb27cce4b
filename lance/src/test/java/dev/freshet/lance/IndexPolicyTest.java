package dev.freshet.lance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexPolicyTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, false, NOTHING",
    "9999, 9999, false, NOTHING",
    "10000, 10000, false, BUILT",
    "10000, 0, true, NOTHING",
    "50000, 9999, true, NOTHING",
    "50000, 10000, true, APPENDED",
    "5, 0, true, NOTHING"
  })
  void indexIsBuiltOnceItPaysAndExtendedByALongTail(
      long rows, long unindexed, boolean indexed, VectorIndexer.Step step) {
    assertThat(IndexPolicy.decide(rows, unindexed, indexed)).isEqualTo(step);
  }

  @Test
  void everyTwentyThousandRowsGetAPartition() {
    assertThat(VectorIndex.partitions(10_000)).isEqualTo(1);
    assertThat(VectorIndex.partitions(39_999)).isEqualTo(1);
    assertThat(VectorIndex.partitions(100_000)).isEqualTo(5);
  }
}
