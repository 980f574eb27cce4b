package dev.freshet.lance.write;

import static dev.freshet.testkit.vector.SampleRows.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.lance.LanceVectorTable;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.CommitRecord;
import dev.freshet.lance.table.LanceErrors;
import dev.freshet.lance.table.LanceTable;
import java.nio.file.Path;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.Dataset;

/** Produces every message that {@link LanceErrors} knows by a failure of the library itself. */
class LanceErrorsIT {

  @TempDir Path directory;

  @Test
  void missingDatasetAndMissingVersionAreNotFound() {
    LanceVectorTable.openWriter(path(), spec()).close();
    try (LanceTable table = LanceTable.open(path().toString())) {
      Exception noVersion = failure(() -> table.dataset().checkoutVersion(999));
      Exception noDataset =
          failure(() -> Dataset.open().allocator(table.allocator()).uri(path() + "x").build());

      assertThat(LanceErrors.isNotFound(noVersion)).isTrue();
      assertThat(LanceErrors.isNotFound(noDataset)).isTrue();
      assertThat(LanceErrors.isConflict(noDataset)).isFalse();
      assertThat(LanceErrors.firstLine(noDataset)).doesNotContain("/workspace/");
    }
  }

  @Test
  void existingDatasetCannotBeCreatedAgain() {
    LanceVectorTable.openWriter(path(), spec()).close();
    try (BufferAllocator allocator = new RootAllocator(1 << 24)) {
      FragmentWriter writer =
          new FragmentWriter(path().toString(), allocator, () -> ChunkSchema.of(spec()));

      assertThat(LanceErrors.isAlreadyThere(failure(writer::createTable))).isTrue();
    }
  }

  @Test
  void commitsThatTouchTheSameFragmentOrConfigKeyConflict() throws Exception {
    LanceVectorTable.openWriter(path(), spec()).close();
    try (LanceTable first = LanceTable.open(path().toString());
        LanceTable second = LanceTable.open(path().toString())) {
      Map<String, String> properties = Map.of();
      var update = RowReplacement.none(first, CommitRecord.CREATED).operation();
      first.commit(update, properties);
      Exception update2 = failure(() -> second.commit(update, properties));
      second.refresh();
      first.refresh();
      first.commitConfig(Map.of("k", "1"));
      Exception config = failure(() -> second.commitConfig(Map.of("k", "2")));

      assertThat(LanceErrors.isConflict(update2)).isTrue();
      assertThat(LanceErrors.isConflict(config)).isTrue();
      assertThat(LanceErrors.isInvalidInput(update2)).isFalse();
    }
  }

  @Test
  void unparsableSqlIsInvalidInput() {
    LanceVectorTable.openWriter(path(), spec()).close();
    try (LanceTable table = LanceTable.open(path().toString())) {
      assertThat(LanceErrors.isInvalidInput(failure(() -> table.dataset().countRows("a ==== b"))))
          .isTrue();
    }
  }

  private Path path() {
    return directory.resolve("t.lance");
  }

  private static Exception failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable failing) {
    return catchThrowableOfType(Exception.class, failing);
  }
}
