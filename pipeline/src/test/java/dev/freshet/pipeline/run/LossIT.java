package dev.freshet.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.autoloader.discovery.DiscoveryMonitor;
import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.config.value.DiscoveryMode;
import dev.freshet.core.config.value.FilesPerTrigger;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.home.report.RunStatus;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines that start after a loss, or that find a file which does not fit. */
@Timeout(180)
class LossIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path dir;
  private IngestHome home;

  @BeforeEach
  void configure() throws IOException {
    home = new IngestHome(dir);
    configure(Optional.of("version"));
  }

  private void configure(Optional<String> version) {
    home.configure(ChangeFormat.PLAIN, version, DiscoveryMode.AUTO, FilesPerTrigger.of(1));
  }

  @Test
  void whatLandsAfterALostFileLogIsNewerThanWhatIsKnown() throws Exception {
    configure(Optional.empty());
    home.land("1.json", "{\"id\":\"a\",\"text\":\"one\"}");
    home.land("2.json", "{\"id\":\"b\",\"text\":\"two\"}");
    home.land("3.json", "{\"id\":\"b\",\"op\":\"d\"}");
    home.runOnce();
    assertThat(FileUtil.fullyDelete(home.config().layout().fileLog().toFile())).isTrue();
    home.land("4.json", "{\"id\":\"a\",\"text\":\"newest\"}");

    RunSummary summary = home.runOnce();

    assertThat(summary.files()).isEqualTo(1);
    assertThat(home.searchable()).isEqualTo(Map.of("a", List.of("newest")));
    assertThat(status().committedSequence()).isEqualTo(7);
    assertThat(home.runOnce().files()).isZero();
  }

  @Test
  void lostVectorTableBesideASurvivingCheckpointComesBackWithoutTheLandedFiles() throws Exception {
    home.land("1.json", "{\"id\":\"a\",\"version\":1,\"text\":\"one\"}");
    home.land("2.json", "{\"id\":\"b\",\"version\":1,\"text\":\"two\"}");
    home.runOnce();
    Files.delete(home.landing.resolve("1.json"));
    home.store.lose();

    home.runOnce();

    assertThat(home.searchable()).isEqualTo(Map.of("a", List.of("one"), "b", List.of("two")));
    home.land("3.json", "{\"id\":\"a\",\"version\":2,\"text\":\"three\"}");
    home.runOnce();
    assertThat(home.searchable()).isEqualTo(Map.of("a", List.of("three"), "b", List.of("two")));
  }

  @Test
  void restartAfterABatchThatChangedNothingHasNoBacklogAndIsFreshAtOnce() throws Exception {
    home.land("1.json", "{\"id\":\"a\",\"version\":5,\"text\":\"one\"}");
    home.land("2.json", "{\"id\":\"a\",\"version\":4,\"text\":\"late\"}");
    home.runOnce();
    Instant restarted = Instant.now();

    IngestPipeline pipeline = home.pipeline();
    CompletableFuture<RunSummary> run = CompletableFuture.supplyAsync(() -> pipeline.run(false));
    try {
      await()
          .atMost(SOON)
          .until(
              () -> Optional.ofNullable(status().asOf()).filter(restarted::isBefore).isPresent());
      assertThat(status().committedSequence()).isEqualTo(2);
      assertThat(status().backlog()).isEqualTo(new RunStatus.Backlog(0, 0));
    } finally {
      pipeline.stop();
      run.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  void landingZoneThatIsAwayIsWaitedForAndWhatLandsAfterwardsIsIndexed() throws Exception {
    home.land("1.json", "{\"id\":\"a\",\"version\":1,\"text\":\"one\"}");
    Path fileLog = home.config().layout().fileLog();
    IngestPipeline pipeline = home.pipeline();
    CompletableFuture<RunSummary> run = CompletableFuture.supplyAsync(() -> pipeline.run(false));
    try {
      await().atMost(SOON).until(() -> home.status().isPresent() && committed() == 1);

      Path away = Files.move(home.landing, dir.resolve("away"));
      await()
          .atMost(SOON)
          .until(
              () -> DiscoveryMonitor.find(fileLog).filter(now -> now.failures() > 1).isPresent());
      assertThat(run).isNotDone();
      Files.move(away, home.landing);
      home.land("2.json", "{\"id\":\"b\",\"version\":1,\"text\":\"two\"}");

      await().atMost(SOON).until(() -> committed() == 2);
      assertThat(status().state()).isEqualTo(RunStatus.State.RUNNING);
    } finally {
      pipeline.stop();
      run.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private long committed() {
    return status().committedSequence();
  }

  @Test
  void fileDatedInTheFutureDoesNotMakeTheTableFresherThanItsListing() throws Exception {
    Path ahead = home.land("1.json", "{\"id\":\"a\",\"version\":1,\"text\":\"one\"}");
    Path further = home.land("2.json", "{\"id\":\"b\",\"version\":1,\"text\":\"two\"}");
    Instant future = Instant.now().plus(Duration.ofDays(1));
    Files.setLastModifiedTime(ahead, FileTime.from(future));
    Files.setLastModifiedTime(further, FileTime.from(future.plusSeconds(1)));

    home.runOnce();

    try (VectorTableReader reader = home.store.openReader()) {
      assertThat(reader.state().asOf().orElseThrow()).isBefore(Instant.now());
    }
  }

  @Test
  void lineThatDoesNotFitIntoTheHeapIsQuarantinedAndWhatComesAfterItIsRead() throws Exception {
    home.land("1.json", "{\"id\":\"a\",\"version\":1,\"text\":\"one\"}");
    Path large = dir.resolve("large");
    try (BufferedWriter out = Files.newBufferedWriter(large)) {
      out.write("{\"id\":\"x\",\"version\":1,\"text\":\"");
      String mebibyte = "x".repeat(1 << 20);
      for (int i = 0; i <= 16; i++) {
        out.write(mebibyte);
      }
      out.write("\"}\n{\"id\":\"c\",\"version\":1,\"text\":\"three\"}\n");
    }
    Path landed = Files.move(large, home.landing.resolve("2.json"));
    home.land("3.json", "{\"id\":\"b\",\"version\":1,\"text\":\"two\"}");

    RunSummary summary = home.runOnce();

    assertThat(landed).exists();
    assertThat(summary.quarantined()).isEqualTo(1);
    assertThat(home.searchable())
        .isEqualTo(Map.of("a", List.of("one"), "b", List.of("two"), "c", List.of("three")));
  }

  private RunStatus status() {
    return home.status().orElseThrow();
  }
}
