package dev.freshet.lance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.lease.CommitLease;
import dev.freshet.core.maintenance.StepKind;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.core.vector.WriteOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stream of updates and deletes beside maintenance by the real policy, which is killed at random
 * moments: whatever it was about, the table holds what was written and searches find it.
 */
class MaintenanceSoakIT {

  private static final int KEYS = 3_000;
  private static final int KILLS = 5;

  @TempDir Path directory;

  private final Random random = new Random(7);

  @Test
  @Timeout(180)
  void killedMaintenanceNeitherLosesNorDoublesAnything() throws Exception {
    List<String> steps = new ArrayList<>();
    try (LanceMaintainedTable table = new LanceMaintainedTable(directory.resolve("chunks.lance"))) {
      table.write(KEYS);
      for (int kill = 0; kill < KILLS; kill++) {
        steps.addAll(writeBesideMaintenance(table));
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
    assertThat(done(steps))
        .contains(
            StepKind.BUILD_INDEX.label(),
            StepKind.EXTEND_INDEX.label(),
            StepKind.COMPACT_TAIL.label(),
            StepKind.MERGE_SEGMENTS.label(),
            StepKind.REMOVE_VERSIONS.label());
  }

  private static Set<String> done(List<String> steps) {
    Set<String> kinds = new TreeSet<>();
    steps.stream()
        .filter(step -> step.endsWith(" DONE"))
        .forEach(step -> kinds.add(step.substring(0, step.indexOf(' '))));
    return kinds;
  }

  /** Writes until a maintenance process has taken some steps, and kills it a little later. */
  private List<String> writeBesideMaintenance(LanceMaintainedTable table) throws Exception {
    int stepsMin = 8;
    try (ChildJvm maintainer =
        ChildJvm.start(directory, KilledMaintainer.class, table.path().toString())) {
      int batchesMore = 20 + random.nextInt(20);
      for (int batch = 0; batchesMore > 0; batch++) {
        assertThat(batch).as("batches beside one process").isLessThan(3_000);
        assertThat(maintainer.isAlive()).as("maintenance lives until it is killed").isTrue();
        writeBatch(table);
        if (maintainer.lines().size() >= stepsMin) {
          batchesMore--;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(20)));
      }
      maintainer.kill();
      return maintainer.lines();
    }
  }

  private void writeBatch(LanceMaintainedTable table) {
    Set<String> written = new HashSet<>();
    while (written.size() < 20) {
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
