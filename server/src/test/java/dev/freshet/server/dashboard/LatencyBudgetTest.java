package dev.freshet.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.home.report.Percentiles;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LatencyBudgetTest {

  private static final Duration SLO = Duration.ofSeconds(2);
  private static final Offset<Double> EXACT = within(1e-9);

  @Test
  void timeOutsideTheStagesIsWaiting() {
    LatencyBudget budget =
        LatencyBudget.of(
            Map.of(
                "freshet.batch.embed", new Percentiles(9, 200, 400, 500),
                "freshet.batch.write", new Percentiles(9, 50, 100, 200),
                "freshet.freshness.gold.queryable", new Percentiles(9, 40, 80, 90)),
            new Percentiles(9, 500, 1_000, 1_500),
            SLO);

    assertThat(budget.sloMs()).isEqualTo(2_000);
    assertThat(budget.bars())
        .extracting(LatencyBudget.Bar::percentile)
        .containsExactly("p50", "p95");
    LatencyBudget.Bar p95 = budget.bars().get(1);
    assertThat(p95.totalMs()).isEqualTo(1_000);
    assertThat(p95.withinSlo()).isTrue();
    assertThat(p95.parts())
        .extracting(LatencyBudget.Part::ms)
        .containsExactly(420.0, 400.0, 100.0, 80.0);
    assertThat(p95.parts().get(1).ofSlo()).isEqualTo(0.2, EXACT);
  }

  @Test
  void partsThatExceedTheTotalAreScaled() {
    LatencyBudget budget =
        LatencyBudget.of(
            Map.of(
                "freshet.batch.embed", new Percentiles(9, 300, 2_000, 2_000),
                "freshet.batch.write", new Percentiles(9, 0, 2_000, 2_000)),
            new Percentiles(9, 300, 3_000, 3_100),
            SLO);

    LatencyBudget.Bar p95 = budget.bars().get(1);
    assertThat(p95.withinSlo()).isFalse();
    assertThat(p95.parts())
        .extracting(LatencyBudget.Part::ms)
        .containsExactly(0.0, 1_500.0, 1_500.0, 0.0);
    assertThat(p95.parts().stream().mapToDouble(LatencyBudget.Part::ms).sum())
        .isEqualTo(p95.totalMs(), EXACT);
  }

  @Test
  void thereAreNoBarsWithoutMeasurements() {
    assertThat(LatencyBudget.of(Map.of(), new Percentiles(40, 0, 0, 0), SLO).bars()).isEmpty();
  }
}
