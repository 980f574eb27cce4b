package dev.freshet.embedding.service.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

  private final FakeTime time = new FakeTime();

  @Test
  void bucketHoldsASecondsWorthAndRefillsEvenly() {
    TokenBucket bucket = new TokenBucket(600, time::nanos);

    assertThat(bucket.take(10)).isZero();
    assertThat(bucket.take(5)).isEqualTo(Duration.ofMillis(500));
    assertThat(bucket.take(5)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void bucketSavesNoMoreThanASecondsWorth() {
    TokenBucket bucket = new TokenBucket(600, time::nanos);
    time.pass(Duration.ofHours(1));

    assertThat(bucket.take(10)).isZero();
    assertThat(bucket.take(1)).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void requestAboveAMinutesQuotaWaitsAsLongAsItTakes() {
    assertThat(new TokenBucket(60, time::nanos).take(121)).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void aMinuteNeverHasMoreThanTheQuotaAndASecondsWorth() {
    TokenBucket bucket = new TokenBucket(60, time::nanos);
    long start = time.nanos();
    int sent = 0;
    while (true) {
      time.pause(bucket.take(1));
      if (time.nanos() - start >= Duration.ofMinutes(1).toNanos()) {
        break;
      }
      sent++;
    }
    assertThat(sent).isBetween(59, 61);
  }

  @Test
  void scarcerQuotaOfRequestsAndTokensDecides() {
    RateLimits limits = new RateLimits(OptionalInt.of(60), OptionalInt.of(6_000), time::nanos);

    assertThat(limits.take(100)).isZero();
    assertThat(limits.take(50)).as("a request a second").isEqualTo(Duration.ofSeconds(1));
    assertThat(limits.take(350)).as("a hundred tokens a second").isEqualTo(Duration.ofSeconds(4));
    assertThat(new RateLimits(OptionalInt.empty(), OptionalInt.empty(), time::nanos).take(1 << 30))
        .isZero();
  }
}
