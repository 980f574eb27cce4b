package dev.freshet.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.home.report.FreshnessTerm;
import dev.freshet.home.report.FreshnessTerms;
import dev.freshet.home.report.WindowFreshness;
import java.time.Duration;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LatencyBudgetTest {

  private static final Duration SLO = Duration.ofSeconds(2);
  private static final Offset<Double> EXACT = within(1e-9);

  @Test
  void partsAreTheTermsInTheirOrder() {
    LatencyBudget budget = LatencyBudget.of(terms(10, 20, 30), SLO);

    assertThat(budget.sloMs()).isEqualTo(2_000);
    assertThat(budget.bars())
        .extracting(LatencyBudget.Bar::percentile)
        .containsExactly("p50", "p95");
    LatencyBudget.Bar p95 = budget.bars().get(1);
    assertThat(p95.totalMs()).isEqualTo(20 * 28);
    assertThat(p95.withinSlo()).isTrue();
    assertThat(p95.parts())
        .extracting(LatencyBudget.Part::term)
        .containsExactlyElementsOf(
            Arrays.stream(FreshnessTerm.values()).map(FreshnessTerm::label).toList());
    assertThat(p95.parts())
        .extracting(LatencyBudget.Part::ms)
        .containsExactly(20.0, 40.0, 60.0, 80.0, 100.0, 120.0, 140.0);
    assertThat(p95.parts().get(4).ofSlo()).isEqualTo(0.05, EXACT);
  }

  @Test
  void theTotalMayExceedTheObjective() {
    LatencyBudget.Bar p95 = LatencyBudget.of(terms(1, 100, 200), SLO).bars().get(1);

    assertThat(p95.totalMs()).isEqualTo(2_800);
    assertThat(p95.withinSlo()).isFalse();
    assertThat(p95.parts().stream().mapToDouble(LatencyBudget.Part::ms).sum())
        .isEqualTo(p95.totalMs(), EXACT);
  }

  @Test
  void thereAreNoBarsWithoutMeasurements() {
    assertThat(LatencyBudget.of(null, SLO).bars()).isEmpty();
  }

  /** The terms are 1 to 7 times as many milliseconds. */
  private static WindowFreshness.Terms terms(double p50, double p95, double p99) {
    return new WindowFreshness.Terms(times(p50), times(p95), times(p99));
  }

  private static FreshnessTerms times(double millis) {
    return FreshnessTerms.of(term -> 1e6 * millis * (term.ordinal() + 1));
  }
}
