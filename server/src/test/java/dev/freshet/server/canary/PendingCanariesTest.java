package dev.freshet.server.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PendingCanariesTest {

  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private final PendingCanaries pending = new PendingCanaries();

  @Test
  void aNewerRecordAnswersForTheOlderOnes() {
    pending.landed(1, START);
    pending.landed(2, START.plusSeconds(60));
    pending.landed(3, START.plusSeconds(120));

    assertThat(pending.found(2, START.plusSeconds(125))).contains(Duration.ofSeconds(125));
    assertThat(pending.waiting(START.plusSeconds(125))).isEqualTo(Duration.ofSeconds(5));
    assertThat(pending.newest()).contains(3L);
    assertThat(pending.found(3, START.plusSeconds(126))).contains(Duration.ofSeconds(6));
    assertThat(pending.waiting(START.plusSeconds(200))).isZero();
  }

  @Test
  void theStateBeforeTheLandingAnswersNothing() {
    pending.landed(7, START);

    assertThat(pending.found(6, START.plusSeconds(1))).isEmpty();
    assertThat(pending.waiting(START.plusSeconds(1))).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void anOutageOfDaysIsRememberedByItsBegin() {
    for (int stamp = 0; stamp < 5_000; stamp++) {
      pending.landed(stamp, START.plusSeconds(stamp));
    }

    assertThat(pending.waiting(START.plusSeconds(5_000))).isEqualTo(Duration.ofSeconds(5_000));
    assertThat(pending.newest()).contains(4_999L);
  }
}
