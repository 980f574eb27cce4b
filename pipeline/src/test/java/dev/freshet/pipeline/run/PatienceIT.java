package dev.freshet.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.home.metric.PipelineMetric;
import dev.freshet.home.report.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores that are away while a pipeline runs, and come back. */
class PatienceIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path dir;

  private IngestHome home;

  @BeforeEach
  void open() throws IOException {
    home = new IngestHome(dir);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tables", "tables/gold", "filelog"})
  void storeThatIsAwayIsWaitedForAndNothingIsLostOrDoubled(String part) throws Exception {
    Path store = home.config().home().resolve(part);
    Path away = home.config().home().resolve("away");
    try (ContinuousRun run = new ContinuousRun(home.pipeline()).awaitReady()) {
      home.land("1.json", plain("a", 1, "one"));
      await().atMost(SOON).until(() -> home.searchable().containsKey("a"));
      await()
          .atMost(SOON)
          .until(() -> home.status().filter(status -> status.lastBatch() != null).isPresent());

      Files.move(store, away);
      home.land("2.json", plain("b", 1, "two"));
      await().atMost(SOON).until(() -> state() == RunStatus.State.RETRYING);
      await()
          .during(Duration.ofSeconds(2))
          .atMost(SOON)
          .until(() -> !run.ended() && !Files.exists(store) && state() != RunStatus.State.FAILED);
      Files.move(away, store);

      await().atMost(SOON).until(() -> home.searchable().containsKey("b"));
      run.end();
    }
    assertThat(home.searchable()).isEqualTo(Map.of("a", List.of("one"), "b", List.of("two")));
    assertThat(home.column(IngestHome.Layer.BRONZE, "line")).hasSize(2);
    assertThat(home.runOnce().files()).isZero();
    home.assertEqual();
  }

  @Test
  void failureThatMayDependOnTheDataEndsTheRunAfterThreeTries() {
    home.land("1.json", plain("a", 1, "one"));
    IngestPipeline failing = home.pipeline();
    failing.observeSteps(
        step -> {
          throw new ArithmeticException("integer overflow");
        });

    assertThatThrownBy(() -> failing.run(true))
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUERY_FAILED));
    assertThat(home.metrics().total(PipelineMetric.BATCHES_FAILED)).isEqualTo(3);
    assertThat(home.runOnce().records()).isEqualTo(1);
  }

  @Test
  void shortageOfMemoryEndsTheRunAtOnceWithItsOwnCode() {
    home.land("1.json", plain("a", 1, "one"));
    IngestPipeline failing = home.pipeline();
    failing.observeSteps(
        step -> {
          throw new IllegalStateException(new OutOfMemoryError("Java heap space"));
        });

    assertThatThrownBy(() -> failing.run(true))
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY));
    assertThat(home.metrics().total(PipelineMetric.BATCHES_FAILED)).isEqualTo(1);
    assertThat(home.runOnce().records()).isEqualTo(1);
  }

  private RunStatus.State state() {
    return home.status().map(RunStatus::state).orElse(RunStatus.State.STARTING);
  }

  private static String plain(String id, long version, String text) {
    return "{\"id\":\"%s\",\"version\":%d,\"text\":\"%s\"}".formatted(id, version, text);
  }
}
