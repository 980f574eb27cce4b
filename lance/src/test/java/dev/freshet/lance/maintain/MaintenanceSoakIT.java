package dev.freshet.lance.maintain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.lease.CommitLease;
import dev.freshet.core.maintenance.StepKind;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.core.vector.WriteOutcome;
import dev.freshet.lance.ChildJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stream of updates and deletes beside maintenance by the real policy, which is killed at random
 * moments: the table always holds what was written, and searches find it.
 */
class MaintenanceSoakIT {

  private static final boolean LONG = Boolean.getBoolean("freshet.test.long");
  private static final int KEYS = 2_500;
  private static final int KILLS = LONG ? 4 : 2;

  /** Steps that must be done before the last kill. */
  private static final List<String> WANTED =
      (LONG
              ? Stream.of(
                  StepKind.BUILD_INDEX,
                  StepKind.EXTEND_INDEX,
                  StepKind.COMPACT_TAIL,
                  StepKind.MERGE_SEGMENTS,
                  StepKind.REMOVE_VERSIONS)
              : Stream.of(StepKind.BUILD_INDEX, StepKind.EXTEND_INDEX, StepKind.COMPACT_TAIL))
          .map(StepKind::label)
          .toList();

  @TempDir Path directory;

  private final Random random = new Random(7);

  @Test
  @Timeout(300)
  void killedMaintenanceNeitherLosesNorDoublesAnything() throws Exception {
    List<String> steps = new ArrayList<>();
    try (LanceMaintainedTable table = new LanceMaintainedTable(directory.resolve("chunks.lance"))) {
      table.write(KEYS);
      for (int kill = 1; kill <= KILLS; kill++) {
        boolean last = kill == KILLS;
        int round = kill;
        writeBesideMaintenance(
            table, steps, () -> last ? done(steps).containsAll(WANTED) : steps.size() >= 4 * round);
        table.assertIntact("maintenance was killed");
      }

      try (TableMaintainer maintainer = table.openMaintainer()) {
        TableShape settled = KilledMaintainer.settle(maintainer, 200);
        assertThat(settled.liveRows()).isEqualTo(table.rows());
        assertThat(settled.fragments()).hasSizeLessThan(40);
        assertThat(settled.tailRows()).isLessThanOrEqualTo(500);
      }
      table.assertIntact("settled");
    }
  }

  private static Set<String> done(List<String> steps) {
    Set<String> kinds = new TreeSet<>();
    steps.stream()
        .filter(step -> step.endsWith(" DONE"))
        .forEach(step -> kinds.add(step.substring(0, step.indexOf(' '))));
    return kinds;
  }

  /**
   * Writes until a maintenance process has done enough, and kills it a little later.
   *
   * @param steps what the processes report, added to
   */
  private void writeBesideMaintenance(
      LanceMaintainedTable table, List<String> steps, BooleanSupplier enough) throws Exception {
    int known = steps.size();
    try (ChildJvm maintainer =
        ChildJvm.start(directory, KilledMaintainer.class, table.path().toString())) {
      int batchesMore = 5 + random.nextInt(20);
      for (int batch = 0; batchesMore > 0; batch++) {
        assertThat(batch)
            .as("batches beside one process; steps so far: %s", steps)
            .isLessThan(3_000);
        assertThat(maintainer.isAlive()).as("maintenance runs until it is killed").isTrue();
        writeBatch(table);
        steps.subList(known, steps.size()).clear();
        steps.addAll(maintainer.lines());
        if (enough.getAsBoolean()) {
          batchesMore--;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(10)));
      }
      maintainer.kill();
    }
  }

  private void writeBatch(LanceMaintainedTable table) {
    Set<String> written = new HashSet<>();
    while (written.size() < 60) {
      written.add(LanceMaintainedTable.key(random.nextInt(KEYS)));
    }
    Set<String> deleted = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      deleted.add(LanceMaintainedTable.key(random.nextInt(KEYS)));
    }
    deleted.removeAll(written);
    assertThat(table.replace(written, deleted))
        .isInstanceOfSatisfying(
            WriteOutcome.Committed.class,
            committed ->
                assertThat(committed.leaseWait())
                    .isLessThan(CommitLease.WRITER_WAIT_MAX.multipliedBy(4)));
  }
}
