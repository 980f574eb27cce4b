package dev.freshet.core.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FreshnessTest {

  private static final Instant EARLY = Instant.parse("2026-03-01T10:00:00Z");
  private static final Instant LATE = Instant.parse("2026-03-01T10:00:01Z");
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:01.500Z");

  @Test
  void livePipelineKnowsThatNothingLandedSinceTheLastCommit() {
    assertThat(Freshness.of(table(EARLY), Optional.of(LATE), NOW))
        .isEqualTo(new Freshness(LATE, 12, 500L, 7));
  }

  @Test
  void tableCountsWhenItIsAheadOfThePipelinesReport() {
    assertThat(Freshness.of(table(LATE), Optional.of(EARLY), NOW).asOf()).isEqualTo(LATE);
  }

  @Test
  void tableCountsAloneWhileItIsNotTheNewestVersion() {
    assertThat(Freshness.of(table(EARLY, false), Optional.of(LATE), NOW).asOf()).isEqualTo(EARLY);
  }

  @Test
  void tableCountsAloneWhenNoPipelineRuns() {
    assertThat(Freshness.of(table(EARLY), Optional.empty(), NOW).asOf()).isEqualTo(EARLY);
  }

  @Test
  void withoutCommitAndReportThereIsNoTime() {
    assertThat(Freshness.of(table(null), Optional.empty(), NOW))
        .isEqualTo(new Freshness(null, 12, null, 7));
  }

  @Test
  void clockThatIsBehindMakesNoNegativeLag() {
    assertThat(Freshness.of(table(LATE), Optional.empty(), EARLY).lagMs()).isZero();
  }

  private static TableState table(Instant asOf) {
    return table(asOf, true);
  }

  private static TableState table(Instant asOf, boolean newest) {
    return new TableState(
        12,
        3,
        100,
        new TableState.Coverage(7, 0, Optional.empty()),
        Optional.ofNullable(asOf),
        List.of(),
        newest);
  }
}
