package dev.freshet.lance.search;

import static dev.freshet.testkit.vector.SampleRows.record;
import static dev.freshet.testkit.vector.SampleRows.spec;
import static dev.freshet.testkit.vector.SampleRows.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.lance.DirectoryTree;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.lance.write.TestBatches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table is removed, or replaced by another, while a reader is open. */
@Timeout(60)
class ReplacedTableIT {

  private static final VectorTableSpec OTHER =
      VectorTableSpec.of(8, Distance.L2, "other-model/1", List.of());

  @TempDir Path directory;

  /** How a reader was opened. */
  enum Opening {
    ONCE,
    SERVING;

    VectorTableReader open(Path table) {
      return switch (this) {
        case ONCE -> LanceVectorTable.openReader(table);
        case SERVING -> LanceVectorTable.openServingReader(table);
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Opening.class)
  void everyCallReportsThatTheTableWasRemoved(Opening opening) throws IOException {
    write(spec(), 3);
    try (VectorTableReader reader = opening.open(table())) {
      assertThat(reader.state().rows()).isEqualTo(3);

      DirectoryTree.delete(table());

      assertGone(reader, "it was removed. Start `run` to create it again");
    }
    assertThatThrownBy(() -> opening.open(table())).isInstanceOf(FreshetException.class);
  }

  /** With fewer versions than the reader saw, as many, and more. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3, 6})
  void everyCallReportsThatAnotherTableHasReplacedIt(int batches) throws IOException {
    write(spec(), 3);
    try (VectorTableReader reader = LanceVectorTable.openReader(table())) {
      assertThat(reader.state().rows()).isEqualTo(3);

      DirectoryTree.delete(table());
      write(OTHER, batches);

      assertGone(reader, "another table has replaced it. Open it again.");
    }
    try (VectorTableReader reader = LanceVectorTable.openReader(table())) {
      assertThat(reader.spec()).isEqualTo(OTHER);
      assertThat(reader.state().rows()).isEqualTo(batches);
    }
  }

  @Test
  void olderCopyOfTheTableCountsAsAnotherTable() throws IOException {
    write(spec(), 3);
    Path copy = directory.resolve("copy.lance");
    DirectoryTree.copy(table(), copy);
    write(spec(), 2);
    try (VectorTableReader reader = LanceVectorTable.openReader(table())) {
      assertThat(reader.state().rows()).isEqualTo(3);

      DirectoryTree.delete(table());
      Files.move(copy, table());

      assertGone(reader, "another table has replaced it");
    }
  }

  @Test
  void readerOfARemovedVersionContinuesWithTheNewest() {
    try (VectorTableWriter writer = LanceVectorTable.openWriter(table(), spec());
        TableMaintainer maintainer = LanceVectorTable.openMaintainer(table(), "test")) {
      TestBatches.commit(writer, 1, record("k1", 1, "one"));
      try (VectorTableReader reader = LanceVectorTable.openReader(table())) {
        long seen = reader.state().version();
        TestBatches.commit(writer, 2, record("k2", 2, "two"));
        TestBatches.commit(writer, 3, record("k3", 3, "three"));

        assertThat(maintainer.run(new MaintenanceStep.RemoveVersions(Instant.now())))
            .isInstanceOf(StepOutcome.Done.class);
        assertThat(manifests()).doesNotContain(seen);

        assertThat(reader.search(new VectorQuery(vector("two"), 5)).hits()).hasSize(3);
      }
    }
  }

  private List<Long> manifests() {
    try (Stream<Path> files = Files.list(table().resolve("_versions"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".manifest"))
          .map(name -> -1 - Long.parseUnsignedLong(name.replace(".manifest", "")))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertGone(VectorTableReader reader, String why) {
    assertGone(reader::state, why);
    assertGone(() -> reader.search(new VectorQuery(vector("q"), 3)), why);
    assertGone(() -> reader.versionOf("k1"), why);
    assertGone(() -> reader.scan(row -> {}), why);
  }

  private static void assertGone(ThrowingCallable call, String why) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_NOT_FOUND))
        .hasMessageContaining(why);
  }

  private void write(VectorTableSpec spec, int batches) {
    try (VectorTableWriter writer = LanceVectorTable.openWriter(table(), spec)) {
      for (int i = 1; i <= batches; i++) {
        TestBatches.commit(writer, i, rows(spec, i));
      }
    }
  }

  private static List<VectorRow> rows(VectorTableSpec spec, int number) {
    return record("k" + number, number, "text " + number).stream()
        .map(
            row ->
                new VectorRow(
                    row.chunk(),
                    vector(row.chunk().text(), spec.dimension()),
                    Map.of(),
                    row.landedAt()))
        .toList();
  }

  private Path table() {
    return directory.resolve("chunks.lance");
  }
}
