package dev.freshet.embedding.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchPlanTest {

  @Test
  void batchEndsAtEitherLimit() {
    int[] tokens = {10, 10, 10, 40, 60, 5, 101, 5};

    assertThat(new BatchPlan(3, 100).batches(List.of(0, 1, 2, 3, 4, 5, 6, 7), tokens))
        .containsExactly(List.of(0, 1, 2), List.of(3, 4), List.of(5), List.of(6), List.of(7));
  }

  @Test
  void onlyTheGivenPositionsAreInBatches() {
    assertThat(new BatchPlan(2, 100).batches(List.of(1, 3, 4), new int[] {1, 1, 1, 1, 1}))
        .containsExactly(List.of(1, 3), List.of(4));
    assertThat(new BatchPlan(2, 100).batches(List.of(), new int[0])).isEmpty();
  }

  @Test
  void estimateIsOneTokenPerThreeBytesAndTwoMore() {
    assertThat(TokenEstimate.of("")).isEqualTo(2);
    assertThat(TokenEstimate.of("abc")).isEqualTo(3);
    assertThat(TokenEstimate.of("abcd")).isEqualTo(4);
    assertThat(TokenEstimate.of("日本語")).isEqualTo(5);
    assertThat(TokenEstimate.of("é😀")).isEqualTo(4);
  }
}
