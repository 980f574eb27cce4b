package dev.freshet.core.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseRuleTest {

  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  private static final Duration TTL = Duration.ofSeconds(5);

  private final LeaseRule rule = new LeaseRule(Duration.ofSeconds(10), Duration.ofSeconds(2));

  @Test
  void leaseThatWasNeverTakenIsFree() {
    assertThat(rule.isFree(null, START)).isTrue();
  }

  @Test
  void takingItFencesEveryHolderBefore() {
    LeaseState first = rule.take(null, "a", START, TTL);
    LeaseState second = rule.take(first.givenBack(), "b", START.plusSeconds(1), TTL);

    assertThat(first.fencingToken()).isEqualTo(1);
    assertThat(second.fencingToken()).isEqualTo(2);
    assertThat(second.holder()).isEqualTo("b");
  }

  @Test
  void heldLeaseIsNotTaken() {
    LeaseState held = rule.take(null, "a", START, TTL);

    assertThatIllegalStateException()
        .isThrownBy(() -> rule.take(held, "b", START.plusSeconds(1), TTL));
  }

  @Test
  void heartbeatKeepsItAndItsToken() {
    LeaseState renewed = rule.take(null, "a", START, TTL).renewed(START.plusSeconds(4), TTL);

    assertThat(renewed.fencingToken()).isEqualTo(1);
    assertThat(rule.isHeld(renewed, START.plusSeconds(8))).isTrue();
    assertThat(rule.isFree(renewed, START.plusSeconds(8))).isFalse();
  }

  @Test
  void ttlBeyondTheLongestIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rule.take(null, "a", START, Duration.ofSeconds(11)))
        .withMessage("Invalid time to live: PT11S, the longest is PT10S");
  }

  @ParameterizedTest
  @ValueSource(longs = {-2000, -1999, -500, 0, 1, 1500, 2000})
  void twoNeverBothHoldItWhileClocksDifferWithinTheBound(long skewMillis) {
    LeaseState held = rule.take(null, "a", START, TTL);

    for (long elapsed = 0; elapsed <= 12_000; elapsed += 50) {
      Instant holders = START.plusMillis(elapsed);
      Instant others = holders.plusMillis(skewMillis);
      assertThat(rule.isHeld(held, holders) && rule.isFree(held, others))
          .as("%d ms after it was taken", elapsed)
          .isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-2000, 0, 2000})
  void deadHolderIsReplacedWithinItsTtlAndTwiceTheBound(long skewMillis) {
    LeaseState held = rule.take(null, "a", START, TTL);
    Instant others = START.plus(TTL).plusMillis(2 * 2000).plusMillis(skewMillis);

    assertThat(rule.isFree(held, others)).isTrue();
  }

  @Test
  void clockFarAheadDoesNotBlockOthersForever() {
    LeaseState fromTheFuture = rule.take(null, "a", START.plus(Duration.ofDays(365)), TTL);

    assertThat(rule.isFree(fromTheFuture, START)).isTrue();
    assertThat(rule.isHeld(fromTheFuture, START)).isFalse();
  }

  @Test
  void leaseLongerThanTheLongestIsFree() {
    LeaseState endless = new LeaseState("a", 7, START, START.plus(Duration.ofDays(1)), false);

    assertThat(rule.isFree(endless, START.plusSeconds(1))).isTrue();
    assertThat(rule.take(endless, "b", START.plusSeconds(1), TTL).fencingToken()).isEqualTo(8);
  }
}
