package dev.freshet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleTest {

  @Test
  void percentilesAreThoseOfTheNearestRank() {
    List<Double> hundred = IntStream.rangeClosed(1, 100).mapToObj(Double::valueOf).toList();

    assertThat(Sample.of(hundred)).isEqualTo(new Sample(100, 50, 95, 99, 100));
  }

  @Test
  void oneDurationIsEveryPercentile() {
    assertThat(Sample.of(List.of(7.0))).isEqualTo(new Sample(1, 7, 7, 7, 7));
  }

  @Test
  void nothingHasNoPercentiles() {
    assertThatThrownBy(() -> Sample.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
