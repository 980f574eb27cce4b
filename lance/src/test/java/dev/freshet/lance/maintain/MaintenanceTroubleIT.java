package dev.freshet.lance.maintain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.lease.CommitLease;
import dev.freshet.core.maintenance.FragmentShape;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.lance.DirectoryTree;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.lance.index.ColumnIndexes;
import dev.freshet.lance.index.RecordKeyIndex;
import dev.freshet.lance.index.VectorIndex;
import dev.freshet.lance.table.LanceTable;
import dev.freshet.lance.table.NewerManifest;
import dev.freshet.testkit.vector.SampleRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Storage that fails, writers and other maintainers that commit first: the table stays intact. */
class MaintenanceTroubleIT {

  private static final int ROWS = 400;
  private static final Instant FAR_FUTURE = Instant.parse("2999-01-01T00:00:00Z");

  @TempDir Path directory;

  private LanceMaintainedTable table;
  private InterferingLease lease;
  private TableMaintainer maintainer;

  @BeforeEach
  void write() {
    table = new LanceMaintainedTable(directory.resolve("chunks.lance"));
    table.write(ROWS);
    lease = new InterferingLease();
    maintainer =
        new LanceTableMaintainer(table.path().toString(), lease, "test", InstantSource.system());
  }

  @AfterEach
  void close() {
    maintainer.close();
    table.close();
  }

  @Test
  void fileInPlaceOfTheIndexesIsPutAsideAndTheyAreBuiltAgain() throws IOException {
    maintainer.run(new MaintenanceStep.BuildIndex(ROWS));
    Path place = table.path().resolve("_indices");
    DirectoryTree.delete(place);
    Files.writeString(place, "no directory");

    assertThat(maintainer.observe().index()).isEmpty();
    assertThat(maintainer.run(new MaintenanceStep.BuildIndex(ROWS)))
        .isInstanceOf(StepOutcome.Done.class);
    assertThat(maintainer.observe().index()).isPresent();
    assertThat(table.path().resolve("_indices.damaged")).isRegularFile();
    table.assertIntact("the index was built again");
  }

  @Test
  void damagedFileIsNotRewrittenWithAChecksumThatFits() throws IOException {
    table.write(1);
    TableShape shape = maintainer.observe();
    Path file;
    try (Stream<Path> files = Files.list(table.path().resolve("data"))) {
      file = files.max(Comparator.comparingLong(each -> each.toFile().length())).orElseThrow();
    }
    byte[] content = Files.readAllBytes(file);
    content[content.length / 3] ^= 4;
    Files.write(file, content);

    assertThatThrownBy(() -> maintainer.run(LanceMaintainedTable.compactTail(shape)))
        .isInstanceOfSatisfying(
            FreshetException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.STORE_DAMAGED))
        .hasMessageContaining(file.toString());
    assertThat(file).as("still the table's file").exists();
  }

  @Test
  void stepThatStorageRefusesLeavesTheTableIntactAndSucceedsLater() throws IOException {
    maintainer.observe();
    Path place = table.path().resolve("_transactions");
    Path away = directory.resolve("away");
    Files.move(place, away);
    Files.writeString(place, "in the way");

    assertThatThrownBy(() -> maintainer.run(new MaintenanceStep.BuildIndex(ROWS)))
        .isInstanceOfSatisfying(
            FreshetException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
        .hasMessageStartingWith(
            "Cannot take the step build-index on vector table " + table.path() + ": ")
        .hasMessageEndingWith("Check the storage; the call can be repeated.");

    Files.delete(place);
    Files.move(away, place);
    table.assertIntact("a step failed");
    assertThat(maintainer.run(new MaintenanceStep.BuildIndex(ROWS)))
        .isInstanceOf(StepOutcome.Done.class);
    table.assertIntact("the step was repeated");
  }

  @Test
  void shortCompactionThatConflictsWithABatchIsRepeated() {
    table.write(20);
    table.write(30);
    lease.beforeCommit(() -> rewrite(ROWS + 1));

    StepOutcome outcome = maintainer.run(LanceMaintainedTable.compactTail(maintainer.observe()));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            StepOutcome.Done.class, done -> assertThat(done.conflicts()).isEqualTo(1));
    table.assertIntact("a compaction was repeated");
  }

  @Test
  void compactionThatAlwaysConflictsGivesUp() {
    table.write(20);
    table.write(30);
    for (int i = 1; i <= 3; i++) {
      int key = ROWS + i;
      lease.beforeCommit(() -> rewrite(key));
    }

    StepOutcome outcome = maintainer.run(LanceMaintainedTable.compactTail(maintainer.observe()));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            StepOutcome.Conflict.class, lost -> assertThat(lost.conflicts()).isEqualTo(3));
    table.assertIntact("a compaction gave up");
  }

  @Test
  void longRewriteTakesTheLeaseForItsCommitAloneAndIsNotRepeated() {
    table.write(15_000);
    table.delete(ROWS + 600);
    FragmentShape large = maintainer.observe().fragments().get(0);
    lease.beforeTaking(() -> rewrite(ROWS + 700));

    StepOutcome outcome =
        maintainer.run(
            new MaintenanceStep.RewriteFragment(large.id(), large.liveRows(), large.deletedRows()));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            StepOutcome.Conflict.class, lost -> assertThat(lost.conflicts()).isEqualTo(1));
    assertThat(lease.taken()).isEqualTo(1);
    assertThat(maintainer.observe().fragments()).anyMatch(left -> left.id() == large.id());
    table.assertIntact("a rewrite gave up");
  }

  @Test
  void leaseThatIsRefusedDelaysAStepByASecond() {
    table.write(20);
    lease.refuse();

    StepOutcome outcome = maintainer.run(LanceMaintainedTable.compactTail(maintainer.observe()));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            StepOutcome.Done.class,
            done ->
                assertThat(done.leaseWait())
                    .isBetween(Duration.ofMillis(900), Duration.ofSeconds(10)));
  }

  @Test
  void maintenanceCommitsWithoutTheLeaseOfALaterVersion() throws IOException {
    try (CommitLease real = LanceVectorTable.openLease(table.path())) {
      real.tryAcquire("a", Duration.ofSeconds(5)).orElseThrow().close();
    }
    new NewerManifest(directory.resolve("chunks.lease")).requireOfReaders(1L << 40);

    try (CommitLease real = LanceVectorTable.openLease(table.path());
        CommitWindow window = new CommitWindow(real, "b")) {
      assertThat(window.open()).isTrue();
    }
  }

  @Test
  void twoMaintainersAtOnceDoTheWorkOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (TableMaintainer other = table.openMaintainer()) {
      for (int round = 0; round < 8; round++) {
        table.write(10);
        MaintenanceStep step = LanceMaintainedTable.compactTail(maintainer.observe());
        List<Callable<StepOutcome>> both =
            List.of(() -> maintainer.run(step), () -> other.run(step));
        int done = 0;
        for (var run : threads.invokeAll(both, 60, TimeUnit.SECONDS)) {
          done += run.get() instanceof StepOutcome.Done ? 1 : 0;
        }
        assertThat(done).isEqualTo(1);
      }
      table.assertIntact("two maintainers");
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void fragmentsThatOnlyAScalarIndexCoversDifferentlyAreCompacted() {
    try (LanceTable raw = LanceTable.open(table.path().toString())) {
      ColumnIndexes.extendScalar(raw);
    }
    table.write(20);
    TableShape before = maintainer.observe();

    assertThat(maintainer.run(LanceMaintainedTable.compactTail(before)))
        .isInstanceOf(StepOutcome.Done.class);

    assertThat(maintainer.observe().fragments()).hasSize(1);
    table.assertIntact("compacted over the edge of an index");
  }

  @Test
  void batchIdentitiesSurviveTheirVersionsAndASecondRemovalDoesNothing() {
    for (int round = 0; round < 3; round++) {
      table.write(1);
      assertThat(maintainer.run(new MaintenanceStep.RemoveVersions(FAR_FUTURE)))
          .isInstanceOf(StepOutcome.Done.class);
      assertThat(maintainer.run(new MaintenanceStep.RemoveVersions(FAR_FUTURE)))
          .isInstanceOf(StepOutcome.Nothing.class);
    }
    table.close();

    try (VectorTableWriter writer = LanceVectorTable.openWriter(table.path(), SampleRows.spec())) {
      assertThat(writer.lastCommitted("s")).contains(new BatchIdentity("s", 4));
    }
    table.assertIntact("versions removed");
  }

  @Test
  void onlyVersionsOlderThanTheLimitAreRemoved() {
    table.write(1);
    Instant between = maintainer.observe().observedAt();
    long kept = maintainer.observe().version();
    for (int i = 0; i < 4; i++) {
      table.write(1);
    }

    assertThat(maintainer.run(new MaintenanceStep.RemoveVersions(between)))
        .isInstanceOf(StepOutcome.Done.class);

    TableShape after = maintainer.observe();
    assertThat(after.version() - after.versions() + 1).isEqualTo(kept + 1);
    assertThat(after.oldestVersionAt()).isAfterOrEqualTo(between);
  }

  @Test
  void filesThatNoVersionRefersToStayForSevenDays() throws IOException {
    Path data = table.path().resolve("data");
    Path young = data.resolve("young.lance");
    Path old = data.resolve("old.lance");
    try (Stream<Path> files = Files.list(data)) {
      Path some = files.findFirst().orElseThrow();
      Files.copy(some, young);
      Files.copy(some, old);
    }
    Instant now = Instant.now();
    Files.setLastModifiedTime(young, FileTime.from(now.minus(Duration.ofDays(6))));
    Files.setLastModifiedTime(old, FileTime.from(now.minus(Duration.ofDays(8))));
    table.write(1);

    maintainer.run(new MaintenanceStep.RemoveVersions(FAR_FUTURE));

    assertThat(old).doesNotExist();
    assertThat(young).exists();
    table.assertIntact("orphans removed");
  }

  @Test
  void indexesDroppedByHandAreBuiltAgainAndBatchesScanMeanwhile() {
    maintainer.run(new MaintenanceStep.BuildIndex(ROWS));
    table.write(10);
    table.dropIndex();
    try (LanceTable raw = LanceTable.open(table.path().toString())) {
      raw.dataset().dropIndex(RecordKeyIndex.NAME);
      assertThat(raw.dataset().listIndexes()).isEmpty();
    }
    table.assertIntact("without any index");

    table.replace(Set.of(LanceMaintainedTable.key(1)), Set.of(LanceMaintainedTable.key(2)));
    table.assertIntact("a batch has found its rows by a scan");

    assertThat(maintainer.run(new MaintenanceStep.BuildIndex(ROWS)))
        .isInstanceOf(StepOutcome.Done.class);
    try (LanceTable raw = LanceTable.open(table.path().toString())) {
      assertThat(raw.dataset().listIndexes())
          .containsExactlyInAnyOrder(VectorIndex.NAME, RecordKeyIndex.NAME);
    }
    table.assertIntact("built again");
  }

  /** A later version of Freshet may store keys there. */
  @Test
  void unknownKeysOfTheTableConfigSurviveMaintenance() throws Exception {
    try (LanceTable raw = LanceTable.open(table.path().toString())) {
      raw.commitConfig(Map.of("freshet.later", "1"));
    }
    table.write(10);

    maintainer.run(new MaintenanceStep.BuildIndex(ROWS));
    maintainer.run(new MaintenanceStep.RemoveVersions(FAR_FUTURE));

    try (LanceTable raw = LanceTable.open(table.path().toString())) {
      assertThat(raw.dataset().getConfig()).containsEntry("freshet.later", "1");
    }
    table.assertIntact("with an unknown key in the config");
  }

  private void rewrite(int key) {
    table.replace(Set.of(LanceMaintainedTable.key(key)), Set.of());
  }
}
