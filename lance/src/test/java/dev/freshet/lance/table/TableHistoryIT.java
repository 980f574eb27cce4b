package dev.freshet.lance.table;

import static dev.freshet.lance.write.TestBatches.commit;
import static dev.freshet.lance.write.TestBatches.contents;
import static dev.freshet.testkit.vector.SampleRows.record;
import static dev.freshet.testkit.vector.SampleRows.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.core.vector.WriteOutcome;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.lance.index.RecordKeyIndex;
import dev.freshet.lance.write.TestBatches;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.Dataset;
import org.lance.cleanup.CleanupPolicy;
import org.lance.compaction.CompactionOptions;

/** The batch identity is found after maintenance has added and removed versions. */
class TableHistoryIT {

  @TempDir Path directory;

  @BeforeEach
  void writeTwoBatches() {
    try (VectorTableWriter writer = LanceVectorTable.openWriter(path(), spec())) {
      commit(writer, 1, record("k", 1, "one"));
      commit(writer, 2, record("l", 1, "two"));
    }
  }

  @Test
  void maintenanceCommitsAtTheHeadDoNotHideTheIdentity() throws Exception {
    maintain(Clean.NOTHING);

    assertIdentityIsKnown();
  }

  @Test
  void identitySurvivesTheRemovalOfItsVersionOnceCarriedForward() throws Exception {
    maintain(Clean.AFTER_CARRYING_FORWARD);

    assertIdentityIsKnown();
  }

  @Test
  void lostIdentityIsAnError() throws Exception {
    maintain(Clean.WITHOUT_CARRYING_FORWARD);

    assertThatThrownBy(() -> LanceVectorTable.openWriter(path(), spec()))
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_DAMAGED))
        .hasMessageContaining("the table config does not hold them");
  }

  private enum Clean {
    NOTHING,
    AFTER_CARRYING_FORWARD,
    WITHOUT_CARRYING_FORWARD
  }

  /** Two compactions and a new index; none of these commits carries a record. */
  private void maintain(Clean clean) throws Exception {
    try (LanceTable table = LanceTable.open(path().toString())) {
      Dataset dataset = table.dataset();
      TableHead head = table.refresh();
      if (clean == Clean.AFTER_CARRYING_FORWARD) {
        TableHistory.carryForward(table, head);
        dataset.checkoutLatest();
      }
      dataset.compact(CompactionOptions.builder().withTargetRowsPerFragment(1_000).build());
      dataset.dropIndex(RecordKeyIndex.NAME);
      RecordKeyIndex.ensure(table);
      dataset.checkoutLatest();
      assertThat(table.refresh())
          .isEqualTo(new TableHead(dataset.version(), head.recordVersion(), head.record()));
      assertThat(dataset.version()).isGreaterThan(head.version() + 2);
      if (clean != Clean.NOTHING) {
        dataset.cleanupWithPolicy(
            CleanupPolicy.builder().withBeforeVersion(dataset.version()).build());
      }
    }
  }

  private void assertIdentityIsKnown() {
    try (VectorTableWriter writer = LanceVectorTable.openWriter(path(), spec());
        VectorTableReader reader = LanceVectorTable.openReader(path())) {
      assertThat(writer.lastCommitted("s")).contains(new BatchIdentity("s", 2));
      assertThat(reader.state().asOf()).contains(TestBatches.AS_OF);
      assertThat(commit(writer, 2, record("l", 1, "two")))
          .isInstanceOf(WriteOutcome.AlreadyCommitted.class);
      assertThat(commit(writer, 3, record("l", 3, "three")))
          .isInstanceOf(WriteOutcome.Committed.class);
      assertThat(contents(reader)).containsExactly(Map.entry("k#0", 1L), Map.entry("l#0", 3L));
    }
  }

  private Path path() {
    return directory.resolve("chunks.lance");
  }
}
