package dev.freshet.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.config.HomeLayout;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.maintenance.layer.LayerCare;
import dev.freshet.maintenance.policy.MaintenancePolicy;
import dev.freshet.maintenance.policy.MaintenanceTargets;
import dev.freshet.testkit.SteppedClock;
import dev.freshet.testkit.maintenance.FakeMaintainedTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop of {@code --watch}, with a clock that a test moves. */
class MaintenanceLoopTest {

  @TempDir Path directory;

  private final SteppedClock clock = new SteppedClock();
  private final FakeMaintainedTable table = new FakeMaintainedTable(clock);
  private final List<Duration> pauses = new ArrayList<>();
  private final List<PassResult> passes = new ArrayList<>();
  private final List<FreshetException> waits = new ArrayList<>();
  private int opened;

  @Test
  void tidyTableIsObservedEveryFewSeconds() {
    table.write(10);

    watch(5);

    assertThat(passes).hasSize(5).allMatch(pass -> pass.runs().isEmpty());
    assertThat(pauses).startsWith(Duration.ZERO).element(1).isEqualTo(MaintenanceLoop.IDLE_PAUSE);
    assertThat(opened).isEqualTo(1);
  }

  @Test
  void afterWorkTheNextPassIsSooner() {
    table.write(MaintainedHome.ROWS_FOR_AN_INDEX);

    watch(2);

    assertThat(passes.get(0).runs()).isNotEmpty();
    assertThat(pauses.get(1)).isEqualTo(MaintenanceLoop.BUSY_PAUSE);
  }

  @Test
  void loopWaitsForATableThatDoesNotExist() {
    watch(
        3,
        turn -> {
          if (turn == 2) {
            table.write(10);
          }
        });

    assertThat(waits).hasSize(2).allMatch(why -> why.code() == ErrorCode.TABLE_NOT_FOUND);
    assertThat(passes).hasSize(1);
    assertThat(pauses.subList(1, 3)).containsOnly(MaintenanceLoop.IDLE_PAUSE);
  }

  @Test
  void tableThatWasReplacedIsOpenedAgain() {
    table.write(10);
    watch(
        4,
        turn -> {
          if (turn == 1) {
            table.drop();
          }
          if (turn == 3) {
            table.write(10);
          }
        });

    assertThat(passes).hasSize(2);
    assertThat(waits).hasSize(2);
    assertThat(opened).isEqualTo(3);
  }

  @Test
  void pausesGrowWhileStorageFails() {
    table.write(10);
    for (int i = 0; i < 9; i++) {
      table.failNext(new FreshetException(ErrorCode.STORE_UNAVAILABLE, "Cannot read. Wait."));
    }

    watch(11);

    assertThat(pauses.subList(1, 10))
        .startsWith(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4))
        .endsWith(MaintenanceLoop.FAILURE_PAUSE_MAX)
        .isSorted();
    assertThat(pauses.get(10)).as("after it answered").isEqualTo(MaintenanceLoop.IDLE_PAUSE);
  }

  @Test
  void tableThatThisVersionMayNotChangeEndsTheLoop() {
    table.write(10);
    table.failNext(
        new FreshetException(ErrorCode.FINGERPRINT_MISMATCH, "Cannot maintain it. Upgrade."));

    assertThatThrownBy(() -> watch(3)).hasMessage("Cannot maintain it. Upgrade.");
    assertThat(waits).isEmpty();
  }

  @Test
  void tableOfANewerVersionIsReportedAndTriedEveryMinute() {
    table.write(MaintainedHome.ROWS_FOR_AN_INDEX);
    for (int i = 0; i < 2; i++) {
      table.failNext(new FreshetException(ErrorCode.TABLE_TOO_NEW, "Cannot open it. Upgrade."));
    }

    watch(3);

    assertThat(waits).hasSize(2).allMatch(why -> why.code() == ErrorCode.TABLE_TOO_NEW);
    assertThat(pauses.subList(1, 3)).containsOnly(Duration.ofMinutes(1));
    assertThat(passes).hasSize(1).allMatch(pass -> !pass.runs().isEmpty());
  }

  private void watch(int turns) {
    watch(turns, turn -> {});
  }

  /**
   * @param between called before the turn that is numbered, from 0
   */
  private void watch(int turns, IntConsumer between) {
    Supplier<TableMaintainer> store =
        () -> {
          opened++;
          return table.openMaintainer();
        };
    MaintenanceMemory memory = MaintenanceMemory.open(directory.resolve("memory.json"), () -> 0);
    MaintenancePass pass =
        new MaintenancePass(
            new MaintenancePolicy(MaintenanceTargets.defaults()),
            LayerCare.of(new HomeLayout(directory, "docs"), clock),
            memory,
            new NoObserver(),
            new Watchdog(what -> {}),
            () -> false,
            clock);
    new MaintenanceLoop(
            store,
            pass::run,
            new Turns(),
            pause -> {
              pauses.add(pause);
              clock.advance(pause);
              between.accept(pauses.size() - 1);
              return pauses.size() > turns;
            })
        .run();
  }

  private static final class NoObserver implements MaintenancePass.PassObserver {
    @Override
    public void observed(TableShape shape) {}

    @Override
    public void begins(String what) {}
  }

  private final class Turns implements MaintenanceLoop.Turns {
    @Override
    public void passed(PassResult result) {
      passes.add(result);
    }

    @Override
    public void waits(FreshetException why) {
      waits.add(why);
    }
  }
}
