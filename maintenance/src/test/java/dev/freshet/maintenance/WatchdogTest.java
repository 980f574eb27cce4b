package dev.freshet.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchdogTest {

  private final BlockingQueue<String> hanging = new LinkedBlockingQueue<>();

  @Test
  void workThatDoesNotEndIsReportedAndWorkThatEndedIsNot() throws InterruptedException {
    try (Watchdog watchdog = new Watchdog(hanging::add)) {
      watchdog.watch("ended", Duration.ofMillis(20)).close();
      try (Watchdog.Watched watched = watchdog.watch("build-index", Duration.ofMillis(40))) {
        assertThat(hanging.poll(10, TimeUnit.SECONDS)).isEqualTo("build-index");
        assertThat(watched).isNotNull();
      }
      assertThat(hanging).isEmpty();
    }
  }
}
