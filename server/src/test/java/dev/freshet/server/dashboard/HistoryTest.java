package dev.freshet.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.home.report.FreshnessWindow;
import dev.freshet.home.report.HomeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryTest {

  @Test
  void oldestPointIsRemovedWhenTheHistoryIsFull() {
    History history = new History(3);
    for (int second = 0; second < 5; second++) {
      history.add(HistoryPoints.backlog(second, 1_000L * second, 0));
    }

    assertThat(history.after(Instant.MIN))
        .extracting(HistoryPoint::at)
        .containsExactly(at(2), at(3), at(4));
    assertThat(history.newest(Duration.ofSeconds(1))).hasSize(1);
    assertThat(history.after(at(3))).hasSize(1);
  }

  @Test
  void clockThatWasSetBackAddsNoPointsUntilItIsLaterAgain() {
    History history = new History(10);
    history.add(HistoryPoints.backlog(5, 1, 0));
    history.add(HistoryPoints.backlog(4, 2, 0));
    history.add(HistoryPoints.backlog(5, 3, 0));
    history.add(HistoryPoints.backlog(6, 4, 0));

    assertThat(history.after(Instant.MIN))
        .extracting(HistoryPoint::at)
        .containsExactly(at(5), at(6));
  }

  @Test
  void columnsHaveAValueOrNullForEachPoint() {
    History.Columns columns =
        History.Columns.of(List.of(HistoryPoints.backlog(0, 7, 1), HistoryPoints.backlog(2, 9, 1)));

    assertThat(columns.at()).hasSize(2);
    assertThat(columns.series()).hasSize(Series.values().length);
    assertThat(columns.series().get("backlogBytes")).containsExactly(7.0, 9.0);
    assertThat(columns.series().get("recall")).containsExactly(null, null);
  }

  @Test
  void queriesPerSecondAreCountedBetweenPoints() {
    HistoryPoint first = HistoryPoints.served(0, 100, 0, 0);
    HistoryPoint second =
        HistoryPoint.of(
            at(2),
            HomeStatus.of(
                "docs",
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                FreshnessWindow.DEFAULT),
            new QueryFigures(150, 0, 0, QueryFigures.NONE.latency()),
            Optional.of(first));

    assertThat(second.value(Series.QUERIES_PER_SECOND)).hasValue(25);
    assertThat(first.value(Series.QUERIES_PER_SECOND)).isEmpty();
    assertThat(second.value(Series.QUERY_P95)).as("there was no search lately").isEmpty();
  }

  private static Instant at(long second) {
    return HistoryPoints.START.plusSeconds(second);
  }
}
