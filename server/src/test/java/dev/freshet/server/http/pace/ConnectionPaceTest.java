package dev.freshet.server.http.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectionPaceTest {

  private final ConnectionPace pace =
      new ConnectionPace(
          new SlowConnections.Limits(
              Duration.ofSeconds(10), Duration.ofSeconds(120), Duration.ofSeconds(2)),
          0);

  @Test
  void headSentByteByByteIsClosedAfterTheHeaderLimit() {
    assertThat(slow(0, 0, 5, 5)).isFalse();
    assertThat(slow(0, 0, 10, 10)).isFalse();
    assertThat(slow(0, 0, 11, 11)).isTrue();
  }

  @Test
  void connectionThatSendsNothingHasTheSameLimit() {
    assertThat(slow(0, 0, 0, 10)).isFalse();
    assertThat(slow(0, 0, 0, 11)).isTrue();
  }

  @Test
  void answerReadByteByByteIsClosedAfterTheExchangeLimit() {
    assertThat(slow(1, 0, 100, 1)).isFalse();
    assertThat(slow(1, 0, 100, 121)).isFalse();
    assertThat(slow(1, 0, 100, 122)).isTrue();
  }

  @Test
  void everyRequestHasItsOwnLimit() {
    for (int request = 1; request <= 1_000; request++) {
      assertThat(slow(request, request - 1, 100L * request, request * 60L)).isFalse();
    }
    assertThat(slow(1_000, 999, 100_000, 60_000 + 121)).isTrue();
  }

  @Test
  void limitOfASecondHeadBeginsWithItsFirstByte() {
    assertThat(slow(1, 1, 100, 1)).isFalse();
    assertThat(slow(1, 1, 100, 500)).as("idle").isFalse();
    assertThat(slow(1, 1, 101, 501)).isFalse();
    assertThat(slow(1, 1, 105, 511)).isFalse();
    assertThat(slow(1, 1, 106, 512)).isTrue();
  }

  @Test
  void idleConnectionIsClosedWhenConnectionsAreScarce() {
    assertThat(slow(1, 1, 100, 1)).isFalse();
    assertThat(slow(1, 1, 100, 50)).isFalse();

    assertThat(pace.isTooSlow(1, 1, 100, true, seconds(50))).isTrue();
  }

  @Test
  void busyConnectionStaysWhenConnectionsAreScarce() {
    for (int request = 1; request < 100; request++) {
      assertThat(pace.isTooSlow(request, request, 100L * request, true, seconds(request)))
          .isFalse();
    }
  }

  private boolean slow(long begun, long ended, long bytes, long second) {
    return pace.isTooSlow(begun, ended, bytes, false, seconds(second));
  }

  private static long seconds(long count) {
    return Duration.ofSeconds(count).toNanos();
  }
}
