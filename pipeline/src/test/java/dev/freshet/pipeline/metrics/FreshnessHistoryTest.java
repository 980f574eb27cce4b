package dev.freshet.pipeline.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.home.report.FreshnessTerm;
import dev.freshet.home.report.FreshnessTerms;
import dev.freshet.home.report.FreshnessWindow;
import dev.freshet.home.report.WindowFreshness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FreshnessHistoryTest {

  private long now = -Duration.ofDays(3).toNanos();
  private final FreshnessHistory history = new FreshnessHistory(() -> now);

  private record Told(long at, FreshnessTerms terms) {}

  @Test
  void nothingIsKnownWithoutFiles() {
    assertThat(history.over(FreshnessWindow.DEFAULT)).isEqualTo(new WindowFreshness("5m", 0, null));
  }

  /** A start with a backlog is in the last hour, and after five minutes no longer in the window. */
  @Test
  void aSlowStartIsForgottenAfterTheWindow() {
    for (int file = 0; file < 10_000; file++) {
      history.add(terms(Duration.ofMinutes(2)));
    }
    now += Duration.ofMinutes(6).toNanos();
    history.add(terms(Duration.ofMillis(700)));

    assertThat(history.over(FreshnessWindow.FIVE_MINUTES).files()).isEqualTo(1);
    assertThat(p95(FreshnessWindow.FIVE_MINUTES).totalMillis()).isCloseTo(700, within(0.001));
    assertThat(p95(FreshnessWindow.QUARTER_HOUR).totalMillis()).isCloseTo(120_000, within(0.001));
  }

  @Test
  void whatIsOlderThanTheLongestWindowIsForgotten() {
    history.add(terms(Duration.ofSeconds(1)));
    now += Duration.ofMinutes(62).toNanos();

    assertThat(history.over(FreshnessWindow.HOUR).files()).isZero();
  }

  /** The model keeps every file and sorts; the history may differ by the width of a group. */
  @Test
  void percentilesAreThoseOfAllFilesOfTheWindow() {
    Random random = new Random(12);
    List<Told> all = new ArrayList<>();
    for (int file = 0; file < 20_000; file++) {
      now += (long) (-Math.log(random.nextDouble()) * 1e9 / 5);
      FreshnessTerms terms =
          FreshnessTerms.of(
              term -> Math.exp(random.nextGaussian() * 2 + 15) / (1 + term.ordinal()));
      history.add(terms);
      all.add(new Told(now, terms));
      if (file % 500 == 499) {
        for (FreshnessWindow window : FreshnessWindow.values()) {
          compare(window, all);
        }
      }
    }
  }

  private void compare(FreshnessWindow window, List<Told> all) {
    WindowFreshness told = history.over(window);
    long length = window.length().toNanos();
    long surely = all.stream().filter(file -> file.at() >= now - length).count();
    long slack = Duration.ofSeconds(10).toNanos();
    List<Double> totals =
        all.stream()
            .filter(file -> Math.floorDiv(file.at(), slack) >= Math.floorDiv(now - length, slack))
            .map(file -> file.terms().totalMillis())
            .sorted()
            .toList();
    assertThat(told.files()).isEqualTo(totals.size()).isGreaterThanOrEqualTo(surely);
    WindowFreshness.Terms terms = Objects.requireNonNull(told.terms());
    assertNear(terms.p50(), totals, 0.5);
    assertNear(terms.p95(), totals, 0.95);
    assertNear(terms.p99(), totals, 0.99);
  }

  private static void assertNear(FreshnessTerms told, List<Double> sorted, double share) {
    double truth = sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    assertThat(told.totalMillis()).isCloseTo(truth, within(truth / 31));
    double sum = 0;
    for (FreshnessTerm term : FreshnessTerm.values()) {
      sum += told.millis(term);
    }
    assertThat(sum).isCloseTo(told.totalMillis(), within(1e-6));
  }

  private FreshnessTerms p95(FreshnessWindow window) {
    return Objects.requireNonNull(history.over(window).terms()).p95();
  }

  /** All of the time is spent in the commit. */
  private static FreshnessTerms terms(Duration total) {
    return FreshnessTerms.of(term -> term == FreshnessTerm.COMMIT ? total.toNanos() : 0);
  }
}
