package dev.freshet.core.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.vector.SearchParameters;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tunes indexes of several types, which are functions from parameters to recall. */
class SearchTuningTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final double TARGET = 0.98;
  private static final int EXPECTED = 400;

  private int measurements;

  record Index(String name, ToDoubleFunction<SearchParameters> recall, SearchParameters expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Index> indexes() {
    return List.of(
        new Index("everything is found anyway", p -> 1, SearchParameters.DEFAULT),
        new Index(
            "many partitions, exact vectors",
            p -> p.probes() >= 90 ? 1 : p.probes() / 100.0,
            new SearchParameters(96, 5, 2)),
        new Index(
            "graphs in few partitions",
            p -> p.probes() >= 4 && p.efPerK() >= 20 ? 1 : 0.9,
            new SearchParameters(12, 20, 2)),
        new Index(
            "coarsely quantised vectors",
            p -> p.refine() >= 30 ? 0.9975 : 0.7 + p.refine() / 200.0,
            new SearchParameters(12, 5, 32)),
        new Index(
            "partitions and quantisation",
            p ->
                Math.min(1, 0.5 + Math.min(p.probes(), 24) / 96.0 + Math.min(p.refine(), 8) / 32.0),
            new SearchParameters(24, 5, 8)));
  }

  @ParameterizedTest
  @MethodSource("indexes")
  void parametersReachTheTargetWithoutWorkThatDoesNotHelp(Index index) {
    TunedSearch tuned = tune(index.recall());

    assertThat(tuned.parameters()).isEqualTo(index.expected());
    assertThat(tuned.reached()).isTrue();
    assertThat(measurements).isLessThanOrEqualTo(17);
  }

  @Test
  void recallThatMayBeLuckIsNotEnoughWhereMoreWorkMakesItCertain() {
    TunedSearch tuned = tune(p -> p.efPerK() >= 10 ? 0.9975 : 0.985);

    assertThat(tuned.parameters().efPerK()).isEqualTo(10);
  }

  @Test
  void withoutCertaintyTheCheapestThatReachedTheTargetIsTaken() {
    TunedSearch tuned = tune(p -> p.efPerK() >= 80 ? 0.9875 : p.efPerK() >= 10 ? 0.985 : 0.9);

    assertThat(tuned.parameters()).isEqualTo(new SearchParameters(12, 10, 2));
    assertThat(tuned.reached()).isTrue();
  }

  @Test
  void whenNothingReachesTheTargetTheCheapestOfTheBestIsTakenAndMarked() {
    TunedSearch tuned = tune(p -> p.refine() >= 4 ? 0.9 : 0.5);

    assertThat(tuned.parameters()).isEqualTo(new SearchParameters(12, 5, 4));
    assertThat(tuned.reached()).isFalse();
    assertThat(tuned.recall().recall()).isEqualTo(0.9);
    assertThat(tuned.target()).isEqualTo(TARGET);
  }

  private TunedSearch tune(ToDoubleFunction<SearchParameters> recall) {
    Set<SearchParameters> asked = new HashSet<>();
    return new SearchTuning<RuntimeException>(
            TARGET,
            parameters -> {
              measurements++;
              assertThat(asked.add(parameters)).as("asked once: %s", parameters).isTrue();
              long found = Math.round(recall.applyAsDouble(parameters) * EXPECTED);
              return new RecallEstimate(found, EXPECTED, 10, NOW);
            })
        .tune();
  }
}
