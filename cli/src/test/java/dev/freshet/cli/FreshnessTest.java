package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.vector.SearchResult;
import dev.freshet.pipeline.status.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FreshnessTest {

  private static final Instant EARLY = Instant.parse("2026-03-01T10:00:00Z");
  private static final Instant LATE = Instant.parse("2026-03-01T10:00:01Z");
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:01.500Z");

  @Test
  void runningPipelineThatKnowsOfNothingNewMakesTheAnswerFresher() {
    Freshness freshness =
        Freshness.of(
            found(EARLY), Optional.of(Reports.live(RunStatus.State.RUNNING, LATE)), 7, NOW);

    assertThat(freshness).isEqualTo(new Freshness(LATE, 12, 500L, 7));
  }

  @Test
  void tableCountsWhenItIsAheadOfTheReport() {
    Optional<RunStatus> report = Optional.of(Reports.live(RunStatus.State.RUNNING, EARLY));

    assertThat(Freshness.of(found(LATE), report, 0, NOW).asOf()).isEqualTo(LATE);
  }

  @Test
  void reportOfAPipelineThatEndedDoesNotCount() {
    for (RunStatus ended :
        List.of(Reports.live(RunStatus.State.STOPPED, LATE), Reports.killed(LATE))) {
      assertThat(Freshness.of(found(EARLY), Optional.of(ended), 0, NOW).asOf()).isEqualTo(EARLY);
    }
  }

  @Test
  void nothingCommittedAndNothingSaidIsNoTime() {
    SearchResult nothing = new SearchResult(List.of(), 1, Optional.empty());

    assertThat(Freshness.of(nothing, Optional.empty(), 0, NOW))
        .isEqualTo(new Freshness(null, 1, null, 0));
  }

  @Test
  void reportAloneIsEnough() {
    assertThat(
            Freshness.asOf(
                Optional.empty(), Optional.of(Reports.live(RunStatus.State.RETRYING, EARLY))))
        .isEqualTo(EARLY);
  }

  @Test
  void clockThatIsBehindMakesNoNegativeLag() {
    assertThat(Freshness.of(found(LATE), Optional.empty(), 0, EARLY).lagMs()).isZero();
  }

  private static SearchResult found(Instant asOf) {
    return new SearchResult(List.of(), 12, Optional.of(asOf));
  }
}
