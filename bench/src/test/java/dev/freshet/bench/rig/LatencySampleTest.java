package dev.freshet.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatencySampleTest {

  @Test
  void percentilesAreThoseOfTheNearestRank() {
    List<Double> hundred = IntStream.rangeClosed(1, 100).mapToObj(Double::valueOf).toList();

    assertThat(LatencySample.of(hundred)).isEqualTo(new LatencySample(100, 50, 95, 99, 100));
  }

  @Test
  void oneDurationIsEveryPercentile() {
    assertThat(LatencySample.of(List.of(7.0))).isEqualTo(new LatencySample(1, 7, 7, 7, 7));
  }

  @Test
  void nothingHasNoPercentiles() {
    assertThatThrownBy(() -> LatencySample.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
