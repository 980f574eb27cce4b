package dev.freshet.home.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FreshnessTermsTest {

  private static final Instant LANDED = Instant.parse("2026-01-02T03:04:05Z");

  @Test
  void eachTermRunsFromTheEndOfTheOneBefore() {
    FreshnessTerms terms =
        FreshnessTerms.between(
            LANDED, at(10, 30, 60, 100, 600, 146_800 + 600, 146_800 + 600 + 250));

    assertThat(terms.of(FreshnessTerm.DETECTION)).isEqualTo(Duration.ofMillis(10));
    assertThat(terms.of(FreshnessTerm.QUEUEING)).isEqualTo(Duration.ofMillis(20));
    assertThat(terms.of(FreshnessTerm.READING)).isEqualTo(Duration.ofMillis(30));
    assertThat(terms.of(FreshnessTerm.REDUCTION)).isEqualTo(Duration.ofMillis(40));
    assertThat(terms.of(FreshnessTerm.LAYERS)).isEqualTo(Duration.ofMillis(500));
    assertThat(terms.of(FreshnessTerm.EMBEDDING)).isEqualTo(Duration.ofMillis(146_800));
    assertThat(terms.of(FreshnessTerm.COMMIT)).isEqualTo(Duration.ofMillis(250));
    assertThat(terms.total()).isEqualTo(Duration.ofMillis(147_650));
  }

  @Test
  void embeddingThatEndsBeforeTheLayersAddsNothing() {
    FreshnessTerms terms = FreshnessTerms.between(LANDED, at(1, 2, 3, 4, 900, 300, 950));

    assertThat(terms.of(FreshnessTerm.LAYERS)).isEqualTo(Duration.ofMillis(896));
    assertThat(terms.of(FreshnessTerm.EMBEDDING)).isZero();
    assertThat(terms.of(FreshnessTerm.COMMIT)).isEqualTo(Duration.ofMillis(50));
  }

  /** The sum is the time from landing to queryable, whatever the clocks say in between. */
  @Test
  void termsOfAnyInstantsAddUp() {
    Random random = new Random(12);
    for (int round = 0; round < 20_000; round++) {
      List<Instant> ends = new ArrayList<>();
      for (int term = 0; term < FreshnessTerm.values().length; term++) {
        ends.add(LANDED.plusNanos(random.nextLong(-1L << 40, 1L << 40)));
      }
      if (round % 2 == 0) {
        Collections.sort(ends);
      }
      Instant landed = LANDED.plusNanos(random.nextLong(-1L << 41, 1L << 41));
      Duration truth = Duration.between(landed, ends.get(ends.size() - 1));

      FreshnessTerms terms = FreshnessTerms.between(landed, ends);

      Duration sum = Duration.ZERO;
      for (FreshnessTerm term : FreshnessTerm.values()) {
        assertThat(terms.of(term)).isGreaterThanOrEqualTo(Duration.ZERO);
        sum = sum.plus(terms.of(term));
      }
      assertThat(sum).isEqualTo(truth.isNegative() ? Duration.ZERO : truth);
      assertThat(terms.total()).isEqualTo(sum);
      assertThat(terms.millis().values().stream().mapToDouble(Double::doubleValue).sum())
          .isCloseTo(terms.totalMillis(), within(1e-6));
    }
  }

  @Test
  void aFileOfYearOneIsAsOldAsATermCanSay() {
    Instant yearOne = Instant.parse("0001-01-01T00:00:00Z");

    FreshnessTerms terms = FreshnessTerms.between(yearOne, at(1, 2, 3, 4, 5, 6, 7));

    assertThat(terms.total()).isEqualTo(Duration.ofDays(36_500));
    assertThat(terms.of(FreshnessTerm.COMMIT)).isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void anEndIsNeededForEveryTerm() {
    assertThatThrownBy(() -> FreshnessTerms.between(LANDED, at(1, 2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Instant> at(long... millis) {
    List<Instant> instants = new ArrayList<>();
    for (long milli : millis) {
      instants.add(LANDED.plusMillis(milli));
    }
    return instants;
  }
}
