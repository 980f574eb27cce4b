package dev.freshet.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CatchUpTest {

  @Test
  void shrinkingBacklogHasATimeLeft() {
    List<HistoryPoint> minute =
        List.of(
            HistoryPoints.backlog(0, 1_000_000, 0),
            HistoryPoints.backlog(30, 850_000, 600_000),
            HistoryPoints.backlog(60, 700_000, 1_200_000));

    CatchUp forecast = CatchUp.of(minute, true, true);

    assertThat(forecast.state()).isEqualTo(CatchUp.State.CATCHING_UP);
    assertThat(forecast.secondsLeft()).isEqualTo(140);
    assertThat(forecast.processedPerSecond()).isEqualTo(20_000);
    assertThat(forecast.landedPerSecond()).isEqualTo(15_000);
  }

  @Test
  void backlogThatDoesNotShrinkHasNoTimeLeft() {
    CatchUp forecast =
        CatchUp.of(
            List.of(
                HistoryPoints.backlog(0, 1_000_000, 0),
                HistoryPoints.backlog(60, 1_000_000, 600_000)),
            true,
            true);

    assertThat(forecast.state()).isEqualTo(CatchUp.State.FALLING_BEHIND);
    assertThat(forecast.secondsLeft()).isNull();
  }

  @Test
  void backlogIsStalledWhenNothingIsProcessed() {
    CatchUp forecast =
        CatchUp.of(
            List.of(HistoryPoints.backlog(0, 5_000, 70), HistoryPoints.backlog(40, 9_000, 70)),
            true,
            false);

    assertThat(forecast.state()).isEqualTo(CatchUp.State.STALLED);
  }

  @Test
  void filesOfTheNextBatchAreNoBacklog() {
    CatchUp forecast =
        CatchUp.of(
            List.of(HistoryPoints.backlog(0, 2_000, 0), HistoryPoints.backlog(60, 3_000, 90_000)),
            true,
            false);

    assertThat(forecast.state()).isEqualTo(CatchUp.State.UP_TO_DATE);
  }

  @Test
  void thereIsNoForecastWithoutARunningPipelineOrEnoughPoints() {
    List<HistoryPoint> minute =
        List.of(HistoryPoints.backlog(0, 9_000, 0), HistoryPoints.backlog(60, 3_000, 90_000));

    assertThat(CatchUp.of(minute, false, true).state()).isEqualTo(CatchUp.State.UNKNOWN);
    assertThat(CatchUp.of(minute.subList(0, 1), true, true).state())
        .isEqualTo(CatchUp.State.UNKNOWN);
    assertThat(CatchUp.of(List.of(), true, true).state()).isEqualTo(CatchUp.State.UNKNOWN);
  }

  @Test
  void pointsBeforeARestartOfThePipelineAreIgnored() {
    CatchUp forecast =
        CatchUp.of(
            List.of(
                HistoryPoints.backlog(0, 900_000, 50_000_000),
                HistoryPoints.backlog(20, 800_000, 1_000),
                HistoryPoints.backlog(60, 400_000, 401_000)),
            true,
            true);

    assertThat(forecast.processedPerSecond()).isEqualTo(10_000);
    assertThat(forecast.secondsLeft()).isEqualTo(40);
  }
}
