package dev.freshet.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuantileTest {

  @Test
  void nearestRankIsOneOfTheValues() {
    List<Integer> hundred = IntStream.rangeClosed(1, 100).boxed().toList();

    assertThat(Quantile.nearestRank(hundred, 0.5)).isEqualTo(50);
    assertThat(Quantile.nearestRank(hundred, 0.95)).isEqualTo(95);
    assertThat(Quantile.nearestRank(hundred, 1)).isEqualTo(100);
    assertThat(Quantile.nearestRank(List.of(7), 0.01)).isEqualTo(7);
    assertThat(Quantile.nearestRank(List.of(3, 1, 2), 0.34)).isEqualTo(2);
  }

  @Test
  void medianOfAnEvenNumberIsTheMeanOfTheTwoInTheMiddle() {
    assertThat(Quantile.median(List.of(9.0, 1.0, 3.0))).isEqualTo(3);
    assertThat(Quantile.median(List.of(9.0, 1.0, 3.0, 4.0))).isEqualTo(3.5);
  }

  @Test
  void noValuesHaveNoQuantile() {
    assertThatThrownBy(() -> Quantile.median(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Quantile.nearestRank(List.of(1), 0))
        .hasMessage("Invalid fraction: 0.0");
  }
}
