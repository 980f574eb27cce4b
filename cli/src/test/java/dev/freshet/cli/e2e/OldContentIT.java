package dev.freshet.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.core.config.HomeLayout;
import dev.freshet.core.maintenance.TableContent;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.home.PipelineHome;
import dev.freshet.home.content.ContentState;
import dev.freshet.home.delta.upkeep.LayerUpkeep;
import dev.freshet.home.report.JsonFile;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.lance.LanceVectorTable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The maintenance process of a running pipeline reads old files again; what it finds damaged, the
 * pipeline heals without an end of its process.
 */
@Tag("long")
@Timeout(600)
class OldContentIT {

  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir Path directory;
  private TestPipeline pipeline;
  private HomeLayout layout;

  @Test
  void damagedFilesOfGoldAndOfTheVectorTableAreFoundAndHealedBesideTheRun() throws Exception {
    pipeline =
        TestPipeline.create(
            directory,
            """
            name: docs
            home: ./home
            source: { path: ./landing }
            record: { key: [id], version: updated_at }
            document: { text: "{body}" }
            embedding: { model: static-minilm }
            """);
    layout = pipeline.config().layout();
    ChangeModel model = new ChangeModel(20261130);
    Path gold;
    Path vectors;
    try (FreshetProcess run = pipeline.start("run")) {
      try (Lander lander = Lander.start(pipeline, model, 4, Duration.ofMillis(100))) {
        awaitThat(run, () -> report().filter(each -> each.table() != null).isPresent());
        assertThat(lander).isNotNull();
      }

      gold = oldest(layout.gold());
      flip(gold);
      restartMaintenanceAt("gold/");
      awaitThat(run, () -> run.errors().contains("path=" + gold));
      vectors = largestOfVectors();
      flip(vectors);
      restartMaintenanceAt("vectors/");

      awaitThat(run, () -> Files.isDirectory(aside()));
      awaitThat(run, () -> content().filter(each -> each.damaged().isEmpty()).isPresent());
      assertThat(run.isAlive()).isTrue();
      run.terminate();
    }
    assertThat(Files.readString(layout.maintenanceLog()))
        .contains("a file of the home is damaged")
        .contains(gold.toString())
        .contains(vectors.getFileName().toString());

    pipeline.execute("run", "--once").expectExit(0);
    pipeline.verified();
    assertThat(pipeline.chunks()).hasSameSizeAs(model.live().keySet());
  }

  /**
   * Its next process goes on with the file after this one in the rotation, at once. It has a
   * schedule of days.
   */
  private void restartMaintenanceAt(String last) throws IOException {
    Instant now = Instant.now();
    new JsonFile<>(layout.contentState(), ContentState.class)
        .write(
            new ContentState(
                now, null, last, new ContentState.Pace(Instant.EPOCH, now, 0), List.of()));
    ProcessHandle maintenance =
        ProcessHandle.of(report().orElseThrow().process().pid()).orElseThrow();
    assertThat(maintenance.destroyForcibly()).isTrue();
  }

  private Path aside() {
    return layout.vectorTable().resolveSibling("docs.lance.damaged");
  }

  private Optional<MaintenanceReport> report() {
    return new PipelineHome(pipeline.config()).maintenance();
  }

  private Optional<ContentState> content() throws IOException {
    return report().map(MaintenanceReport::content);
  }

  private static void awaitThat(FreshetProcess run, Callable<Boolean> condition) {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              assertThat(run.isAlive()).as(run.errors()).isTrue();
              return condition.call();
            });
  }

  /** Of the files that are part of the table: others were joined into them. */
  private static Path oldest(Path table) {
    TableContent content =
        new LayerUpkeep("gold", table, InstantSource.system()).content().orElseThrow();
    return content.files().keySet().stream()
        .map(content::path)
        .min(Comparator.comparingLong(file -> file.toFile().lastModified()))
        .orElseThrow();
  }

  private Path largestOfVectors() {
    try (TableMaintainer table = LanceVectorTable.openMaintainer(layout.vectorTable(), "test")) {
      TableContent content = table.content();
      return content.files().keySet().stream()
          .filter(name -> name.startsWith("data/"))
          .map(content::path)
          .max(Comparator.comparingLong(file -> file.toFile().length()))
          .orElseThrow();
    }
  }

  private static void flip(Path file) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.seek(open.length() / 3);
      int old = open.read();
      open.seek(open.length() / 3);
      open.write(old ^ 1);
    }
  }
}
