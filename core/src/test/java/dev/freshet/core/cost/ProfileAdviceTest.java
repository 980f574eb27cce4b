package dev.freshet.core.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ProfileAdviceTest {

  private static final CostModel MEASURED = new CostModel(0.0088, 31.3e-6, 0.99, 25);

  @Test
  void triggerIsHalfTheObjectiveAndTheBatchFillsTwoThirdsOfIt() {
    ProfileAdvice advice = ProfileAdvice.of(MEASURED, 1_000, Duration.ofSeconds(2));

    assertThat(advice.trigger()).isEqualTo(Duration.ofSeconds(1));
    assertThat(advice.maxTokensPerTrigger()).isEqualTo(21_018);
    assertThat(advice.maxFilesPerTrigger()).isEqualTo(21);
    assertThat(advice.embed()).isBetween(Duration.ofMillis(660), Duration.ofMillis(667));
    assertThat(advice.withinObjective()).isTrue();
  }

  @Test
  void fileThatTakesLongerThanTheObjectiveAllowsSetsTheTrigger() {
    ProfileAdvice advice = ProfileAdvice.of(MEASURED, 100_000, Duration.ofSeconds(2));

    assertThat(advice.trigger()).isEqualTo(Duration.ofMillis(4_800));
    assertThat(advice.maxFilesPerTrigger()).isEqualTo(1);
    assertThat(advice.withinObjective()).isFalse();
  }

  @RepeatedTest(100)
  void triggerIsAtLeastOneAndAHalfTimesTheEmbedding(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    CostModel model =
        new CostModel(random.nextDouble(), Math.pow(10, -7 * random.nextDouble()), 1, 1);
    double perFile = 1 + random.nextInt(100_000);

    ProfileAdvice advice =
        ProfileAdvice.of(model, perFile, Duration.ofMillis(1 + random.nextInt(100_000)));

    double trigger = advice.trigger().toMillis() / 1e3;
    assertThat(trigger).isGreaterThanOrEqualTo(1.5 * advice.embed().toNanos() / 1e9 - 1e-6);
    assertThat(advice.maxFilesPerTrigger()).isPositive();
    assertThat(model.seconds((advice.maxFilesPerTrigger() + 1) * perFile))
        .as("one file more would not fit")
        .isGreaterThan(trigger / 1.5 - 1e-6);
    assertThat(model.seconds(advice.maxTokensPerTrigger())).isLessThan(trigger / 1.5 + 1e-6);
  }
}
