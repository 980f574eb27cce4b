package dev.freshet.core.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.cost.SimulatedMachine.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchAdmissionTest {

  private static final long MIB = 1 << 20;
  private static final long BACKLOG = 4_096 * MIB;
  private static final double TARGET = 1;
  private static final double LONGEST = 10;

  @Test
  void firstBatchIsSmallBecauseNothingIsKnown() {
    BatchAdmission.Admitted first =
        machine().admission.decide(ProductionModel.of(List.of()), 0, BACKLOG);

    assertThat(first.bytes()).isEqualTo(128 * 1024);
    assertThat(first.catchingUp()).isTrue();
    assertThat(first.duration()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void backlogThatFitsIntoANormalBatchIsTakenWhole() {
    SimulatedMachine machine = machine();
    for (int i = 0; i < 20; i++) {
      Step step = machine.batch(40_000);
      assertThat(step.bytes()).isEqualTo(40_000);
      assertThat(step.admitted().catchingUp()).isFalse();
      assertThat(step.admitted().duration()).isEqualTo(Duration.ofSeconds(1));
    }
  }

  @RepeatedTest(40)
  void anyHistoryKeepsABatchWithinMemoryAndTwiceTheOneBefore(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    BatchHistory history = new BatchHistory();
    long maxBytes = 1 + random.nextInt(20_000_000);
    BatchAdmission admission =
        BatchAdmission.of(
            Duration.ofMillis(1 + random.nextInt(100_000)), maxBytes, OptionalLong.empty());
    long last = 0;
    for (int i = 0; i < 60; i++) {
      BatchAdmission.Admitted admitted =
          admission.decide(
              ProductionModel.of(history.samples()), last, any(random, Long.MAX_VALUE / 4));

      assertThat(admitted.bytes()).isBetween(1L, Math.min(maxBytes, 2 * Math.max(last, 64 * 1024)));
      assertThat(admitted.duration()).isBetween(admission.target(), admission.longest());
      last = any(random, 100_000_000);
      history.add(
          new BatchSample(
              last,
              any(random, 10_000_000),
              random.nextDouble() * any(random, 1_000),
              random.nextDouble() * any(random, 1_000)));
    }
  }

  /** Of any magnitude, 0 included. */
  private static long any(Random random, long most) {
    return (long) (most * Math.pow(random.nextDouble(), 12));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1_500, 32_000, 1_000_000})
  void backlogIsDrainedInBatchesOfTheLongestDurationOnAMachineOfAnySpeed(double tokensPerSecond) {
    for (long seed = 1; seed <= 8; seed++) {
      SimulatedMachine machine = new SimulatedMachine(seed);
      machine.perToken = 1 / tokensPerSecond;
      List<Step> steps = drain(machine, 60);

      assertThat(steps.subList(1, 60)).allMatch(step -> step.seconds() <= LONGEST * 1.3);
      assertThat(steps.subList(15, 60))
          .as("at full speed")
          .allMatch(
              step ->
                  step.seconds() > LONGEST * 0.7 || step.bytes() == SimulatedMachine.HEAP_BYTES);
    }
  }

  @Test
  void fixedCostsAboveTheTargetDoNotStarveTheWork() {
    SimulatedMachine machine = machine();
    machine.fixed = 3;
    machine.noise = 0.01;
    for (int i = 0; i < 30; i++) {
      machine.batch(10_000 + 7_000 * i);
    }

    Step step = machine.batch(300_000);

    assertThat(step.seconds()).isBetween(4.0, 8.0);
    assertThat(step.bytes()).isGreaterThan(200_000);
  }

  @Test
  void batchesBecomeNormalTowardsTheEndOfABacklog() {
    SimulatedMachine machine = machine();
    long waiting = 10 * MIB;
    List<Step> steps = new ArrayList<>();
    while (waiting > 0) {
      Step step = machine.batch(waiting);
      waiting -= step.bytes();
      steps.add(step);
    }

    Step end = steps.get(steps.size() - 1);
    assertThat(steps).hasSizeBetween(8, 40);
    assertThat(end.admitted().catchingUp()).isFalse();
    assertThat(end.seconds()).isLessThan(TARGET * 1.3);
  }

  @RepeatedTest(8)
  void backlogAfterAQuietTimeOfSmallBatchesIsSoonDrainedAtFullSpeed(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    SimulatedMachine machine = new SimulatedMachine(repetition.getCurrentRepetition());
    for (int i = 0; i < 50; i++) {
      machine.batch(500 + random.nextInt(3_000));
    }

    List<Step> steps = drain(machine, 12);

    assertThat(steps).allMatch(step -> step.seconds() < LONGEST * 1.3);
    assertThat(steps.get(11).seconds()).isGreaterThan(LONGEST * 0.7);
  }

  @Test
  void firstBatchThatPaidForWarmingUpIsForgotten() {
    SimulatedMachine machine = machine();
    machine.fixed = 12;
    machine.batch(BACKLOG);
    machine.fixed = 0.15;

    List<Step> steps = drain(machine, 15);

    assertThat(steps.get(14).seconds()).isBetween(LONGEST * 0.7, LONGEST * 1.3);
  }

  @Test
  void oneDisturbedBatchCostsAFewSmallerOnes() {
    SimulatedMachine machine = machine();
    drain(machine, 20);
    machine.fixed = 25;
    machine.batch(BACKLOG);
    machine.fixed = 0.15;

    List<Step> steps = drain(machine, 8);

    assertThat(steps).allMatch(step -> step.seconds() < LONGEST * 1.3);
    assertThat(steps.get(7).seconds()).isGreaterThan(LONGEST * 0.7);
  }

  @RepeatedTest(8)
  void cacheThatAnswersNothingAnyMoreSurprisesOneBatch(RepetitionInfo repetition) {
    SimulatedMachine machine = new SimulatedMachine(repetition.getCurrentRepetition());
    drain(machine, 10);
    machine.tokensPerByte = 0.002;
    List<Step> cached = drain(machine, 30);
    machine.tokensPerByte = 0.2;
    List<Step> steps = drain(machine, 10);

    assertThat(cached.get(29).bytes()).as("more when cached").isGreaterThan(2 * MIB);
    assertThat(cached).allMatch(step -> step.seconds() < LONGEST * 1.3);
    assertThat(steps.get(0).seconds())
        .as("surprise")
        .isLessThan(1.3 * BatchAdmission.LONGEST_SURPRISE.toSeconds());
    assertThat(steps.subList(1, 10)).allMatch(step -> step.seconds() < LONGEST * 1.3);
  }

  @RepeatedTest(8)
  void cacheThatAnswersEverythingIsNoticedWithinAFewBatches(RepetitionInfo repetition) {
    SimulatedMachine machine = new SimulatedMachine(repetition.getCurrentRepetition());
    long before = drain(machine, 20).get(19).bytes();
    machine.tokensPerByte = 0;

    assertThat(drain(machine, 6).get(5).bytes()).isGreaterThan(2 * before);
  }

  @RepeatedTest(8)
  void machineThatSlowsDownOvershootsTwoBatchesAtMost(RepetitionInfo repetition) {
    SimulatedMachine machine = new SimulatedMachine(repetition.getCurrentRepetition());
    drain(machine, 40);
    machine.perToken *= 4;
    machine.perByte *= 4;

    List<Step> steps = drain(machine, 60);

    assertThat(steps.get(0).seconds()).isGreaterThan(LONGEST * 2);
    assertThat(steps.subList(2, 60)).allMatch(step -> step.seconds() < LONGEST * 1.5);
    assertThat(steps.subList(45, 60)).allMatch(step -> step.seconds() > LONGEST * 0.7);
  }

  @Test
  void limitOfTheUserHoldsInTokensOfTheModel() {
    SimulatedMachine machine = machine();
    drain(machine, 10);
    BatchAdmission limited =
        new BatchAdmission(
            Duration.ofSeconds(1), Duration.ofSeconds(10), 64 * MIB, OptionalLong.of(5_000));

    assertThat(limited.decide(machine.model(), MIB, BACKLOG).bytes()).isBetween(24_900L, 25_100L);
  }

  @Test
  void generousObjectiveDoesNotMakeBatchesLongerThanABacklogDoes() {
    BatchAdmission hours =
        BatchAdmission.of(Duration.ofHours(Long.MAX_VALUE / 3_600_000), 1, OptionalLong.empty());

    assertThat(hours.target()).isEqualTo(Duration.ofSeconds(10));
    assertThat(BatchAdmission.of(Duration.ofNanos(1), 1, OptionalLong.empty()).target())
        .isPositive();
  }

  @Test
  void limitsThatAdmitNothingAreRefused() {
    assertThatThrownBy(
            () -> new BatchAdmission(Duration.ZERO, Duration.ofSeconds(1), 1, OptionalLong.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("above zero");
  }

  private static SimulatedMachine machine() {
    return new SimulatedMachine(7);
  }

  private static List<Step> drain(SimulatedMachine machine, int batches) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < batches; i++) {
      steps.add(machine.batch(BACKLOG));
    }
    return steps;
  }
}
