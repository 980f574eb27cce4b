package dev.freshet.core.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class CostModelTest {

  private static final double FIXED = 0.009;
  private static final double PER_TOKEN = 31.3e-6;
  private static final int[] SIZES = {78, 350, 1_400, 5_700, 14_300};

  @Test
  void lineWithoutNoiseIsFound() {
    List<Timing> timings = new ArrayList<>();
    for (int size : SIZES) {
      timings.add(new Timing(size, FIXED + PER_TOKEN * size));
    }

    CostModel model = CostModel.fit(timings).orElseThrow();

    assertThat(model.fixedSeconds()).isEqualTo(FIXED, within(1e-9));
    assertThat(model.secondsPerUnit()).isEqualTo(PER_TOKEN, within(1e-12));
    assertThat(model.rSquared()).isEqualTo(1, within(1e-9));
    assertThat(model.samples()).isEqualTo(5);
    assertThat(model.seconds(1_000)).isEqualTo(FIXED + PER_TOKEN * 1_000, within(1e-9));
  }

  @RepeatedTest(50)
  void disturbedMeasurementsDoNotMoveTheLine(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<Timing> timings = new ArrayList<>();
    for (int size : SIZES) {
      for (int repeat = 0; repeat < 5; repeat++) {
        double noise = 1 + 0.05 * random.nextDouble();
        double disturbed = repeat < 2 ? 2 + 3 * random.nextDouble() : 1;
        timings.add(new Timing(size, (FIXED + PER_TOKEN * size) * noise * disturbed));
      }
    }

    CostModel model = CostModel.fit(timings).orElseThrow();

    assertThat(model.secondsPerUnit()).isCloseTo(PER_TOKEN, Percentage.withPercentage(10));
    assertThat(model.rSquared()).isGreaterThan(ProfileAdvice.LEAST_R_SQUARED);
  }

  @Test
  void disturbedMediansLowerTheExplainedShare() {
    List<Timing> timings = new ArrayList<>();
    for (int i = 0; i < SIZES.length; i++) {
      double disturbed = i == 2 ? 9 : 1;
      timings.add(new Timing(SIZES[i], (FIXED + PER_TOKEN * SIZES[i]) * disturbed));
    }

    assertThat(CostModel.fit(timings).orElseThrow().rSquared())
        .isLessThan(ProfileAdvice.LEAST_R_SQUARED);
  }

  @Test
  void oneSizeGivesTheCostPerUnit() {
    CostModel model =
        CostModel.fit(List.of(new Timing(1_000, 0.5), new Timing(1_010, 0.4))).orElseThrow();

    assertThat(model.fixedSeconds()).isZero();
    assertThat(model.seconds(1_005)).isEqualTo(0.45, within(1e-9));
  }

  @Test
  void lineThatWouldFallRisesByTheShareThatNoiseMayHide() {
    CostModel model =
        CostModel.fit(List.of(new Timing(100, 0.5), new Timing(1_100, 0.4))).orElseThrow();

    assertThat(model.secondsPerUnit()).isEqualTo(0.2 * 0.4 / 1_000, within(1e-12));
    assertThat(model.seconds(1_100)).isEqualTo(0.4, within(1e-12));
    assertThat(model.fixedSeconds()).isPositive();
  }

  @Test
  void fixedCostsAreNeverNegative() {
    CostModel model =
        CostModel.fit(List.of(new Timing(100, 0.01), new Timing(1_000, 1))).orElseThrow();

    assertThat(model.fixedSeconds()).isZero();
    assertThat(model.secondsPerUnit()).isEqualTo((0.0001 + 0.001) / 2, within(1e-12));
  }

  @Test
  void noMeasurementGivesNoModel() {
    assertThat(CostModel.fit(List.of())).isEmpty();
    assertThat(CostModel.fit(List.of(new Timing(0, 1), new Timing(5, 0)))).isEmpty();
  }
}
