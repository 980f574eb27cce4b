package dev.freshet.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CatchUpTest {

  @Test
  void backlogThatShrinksIsForecast() {
    List<Sample> minute =
        List.of(
            Samples.backlog(0, 1_000_000, 0),
            Samples.backlog(30, 850_000, 600_000),
            Samples.backlog(60, 700_000, 1_200_000));

    CatchUp forecast = CatchUp.of(minute, true, true);

    assertThat(forecast.state()).isEqualTo(CatchUp.State.CATCHING_UP);
    assertThat(forecast.secondsLeft()).isEqualTo(140);
    assertThat(forecast.processedPerSecond()).isEqualTo(20_000);
    assertThat(forecast.landedPerSecond()).isEqualTo(15_000);
  }

  @Test
  void backlogThatDoesNotShrinkIsNotPromisedAnEnd() {
    CatchUp forecast =
        CatchUp.of(
            List.of(Samples.backlog(0, 1_000_000, 0), Samples.backlog(60, 1_000_000, 600_000)),
            true,
            true);

    assertThat(forecast.state()).isEqualTo(CatchUp.State.FALLING_BEHIND);
    assertThat(forecast.secondsLeft()).isNull();
  }

  @Test
  void backlogOfWhichNothingIsDoneIsStalled() {
    CatchUp forecast =
        CatchUp.of(
            List.of(Samples.backlog(0, 5_000, 70), Samples.backlog(40, 9_000, 70)), true, false);

    assertThat(forecast.state()).isEqualTo(CatchUp.State.STALLED);
  }

  @Test
  void whatTheNextBatchTakesIsNoBacklog() {
    CatchUp forecast =
        CatchUp.of(
            List.of(Samples.backlog(0, 2_000, 0), Samples.backlog(60, 3_000, 90_000)), true, false);

    assertThat(forecast.state()).isEqualTo(CatchUp.State.UP_TO_DATE);
  }

  @Test
  void pipelineThatDoesNotRunOrWasNotWatchedIsNotForecast() {
    List<Sample> minute = List.of(Samples.backlog(0, 9_000, 0), Samples.backlog(60, 3_000, 90_000));

    assertThat(CatchUp.of(minute, false, true).state()).isEqualTo(CatchUp.State.UNKNOWN);
    assertThat(CatchUp.of(minute.subList(0, 1), true, true).state())
        .isEqualTo(CatchUp.State.UNKNOWN);
    assertThat(CatchUp.of(List.of(), true, true).state()).isEqualTo(CatchUp.State.UNKNOWN);
  }

  @Test
  void countersThatBeganAnewAreNotComparedWithThoseBefore() {
    CatchUp forecast =
        CatchUp.of(
            List.of(
                Samples.backlog(0, 900_000, 50_000_000),
                Samples.backlog(20, 800_000, 1_000),
                Samples.backlog(60, 400_000, 401_000)),
            true,
            true);

    assertThat(forecast.processedPerSecond()).isEqualTo(10_000);
    assertThat(forecast.secondsLeft()).isEqualTo(40);
  }
}
