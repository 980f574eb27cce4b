package dev.freshet.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.core.config.HomeLayout;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.IndexGoals;
import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.RunResult;
import dev.freshet.home.HomeLock;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.storage.DirectoryLock;
import dev.freshet.testkit.maintenance.FakeMaintainedTable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorMaintenanceTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int ROWS_FOR_AN_INDEX = 20_000;

  @TempDir Path dir;

  private final FakeMaintainedTable table = new FakeMaintainedTable(InstantSource.system());
  private final List<MaintenanceRun> runs = new CopyOnWriteArrayList<>();
  private final List<String> waits = new CopyOnWriteArrayList<>();

  @Test
  void secondProcessIsRefusedAndMayPlan() throws Exception {
    table.write(ROWS_FOR_AN_INDEX);
    try (DirectoryLock other = HomeLock.OPTIMIZE.acquire(dir)) {
      assertThatThrownBy(() -> maintenance().once())
          .isInstanceOfSatisfying(
              FreshetException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_RUNNING))
          .hasMessage(
              "Cannot maintain the vector table in "
                  + dir
                  + ": this process does already. Leave it to that one or stop it first; --dry-run"
                  + " and --explain work beside it.");
      assertThatThrownBy(() -> maintenance().watch()).hasMessageContaining("does already");
      assertThat(table.steps()).isEmpty();
      assertThat(maintenance().look(true).plan()).isNotEmpty();
      assertThat(other).isNotNull();
    }

    assertThat(maintenance().once().failed()).isFalse();
    assertThat(table.steps()).isNotEmpty();
  }

  @Test
  void pipelineMayRunAtTheSameTime() throws Exception {
    table.write(10);
    try (DirectoryLock running = HomeLock.RUN.acquire(dir)) {
      PassResult result = maintenance().once();

      assertThat(result.runs()).isEmpty();
      assertThat(running).isNotNull();
    }
  }

  @Test
  void missingTableIsReported() {
    assertThatThrownBy(() -> maintenance().once())
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_NOT_FOUND));
    assertThatThrownBy(() -> maintenance().look(false))
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_NOT_FOUND));
  }

  @Test
  void watchingWaitsForTheTableAndEndsOnStop() throws Exception {
    VectorMaintenance maintenance = maintenance();
    CompletableFuture<Void> watching = CompletableFuture.runAsync(maintenance::watch);
    await().atMost(LIMIT).until(() -> !waits.isEmpty());
    assertThat(report().state()).isEqualTo(MaintenanceReport.State.WAITING);

    table.write(ROWS_FOR_AN_INDEX);
    await().atMost(LIMIT).until(() -> !runs.isEmpty());
    maintenance.stop();

    watching.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(waits).as("reported once").hasSize(1);
    assertThat(runs).allMatch(run -> run.result() == RunResult.DONE);
    assertThat(report().state()).isEqualTo(MaintenanceReport.State.STOPPED);
    assertThat(report().live()).isFalse();
  }

  @Test
  void stopBeforeTheStartLeavesNothingToDo() {
    table.write(ROWS_FOR_AN_INDEX);
    VectorMaintenance maintenance = maintenance();

    maintenance.stop();
    maintenance.watch();

    assertThat(table.steps()).isEmpty();
  }

  private VectorMaintenance maintenance() {
    return new VectorMaintenance(
        new HomeLayout(dir, "docs"),
        table::openMaintainer,
        IndexGoals.vectorOnly(),
        new MaintenanceListener() {
          @Override
          public void ran(MaintenanceRun run) {
            runs.add(run);
          }

          @Override
          public void waits(String why) {
            waits.add(why);
          }
        },
        pause -> pause.dividedBy(100));
  }

  private MaintenanceReport report() {
    return MaintenanceReport.file(new HomeLayout(dir, "docs").maintenanceReport())
        .readReport()
        .orElseThrow();
  }
}
