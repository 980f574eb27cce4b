package dev.freshet.lance.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.lance.maintain.LanceMaintainedTable;
import dev.freshet.testkit.vector.SampleRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lance.Dataset;
import org.lance.WriteParams;

/** A table that a newer version of the library has written is refused and not changed. */
@Timeout(60)
class NewerLanceIT {

  private static final int FIRST_UNKNOWN_BIT = 6;

  @TempDir Path directory;

  private LanceMaintainedTable table;
  private NewerManifest manifest;

  @BeforeEach
  void write() {
    table = new LanceMaintainedTable(directory.resolve("chunks.lance"));
    table.write(50);
    manifest = new NewerManifest(table.path());
  }

  @AfterEach
  void close() {
    table.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"reader features", "data format"})
  void tableThatCannotBeReadIsRefusedAndUsableOnceItCanBeRead(String what) throws IOException {
    if (what.equals("reader features")) {
      manifest.requireOfReaders(1L << FIRST_UNKNOWN_BIT);
    } else {
      manifest.storageVersion("9.9");
    }
    List<Path> versions = manifest.versions();

    assertTooNew("open", () -> LanceVectorTable.openReader(table.path()));
    assertTooNew("open", () -> LanceVectorTable.openWriter(table.path(), SampleRows.spec()));
    try (TableMaintainer maintainer = table.openMaintainer()) {
      assertTooNew("open", maintainer::observe);
      assertTooNew("open", () -> maintainer.run(new MaintenanceStep.BuildIndex(50)));
    }
    assertThat(manifest.versions()).as("nothing was written").isEqualTo(versions);

    manifest.removeNewest();
    table.assertIntact("it can be read again");
  }

  @Test
  void tableThatMayBeReadButNotWrittenIsSearchedAndNotChanged() throws IOException {
    manifest.requireOfWriters(1L << 40);
    List<Path> versions = manifest.versions();

    assertTooNew("write to", () -> LanceVectorTable.openWriter(table.path(), SampleRows.spec()));
    try (TableMaintainer maintainer = table.openMaintainer()) {
      assertTooNew("write to", maintainer::observe);
      assertTooNew("write to", () -> maintainer.run(new MaintenanceStep.BuildIndex(50)));
    }

    assertThat(manifest.versions()).as("nothing was written").isEqualTo(versions);
    table.assertIntact("the newest version is a newer library's");
  }

  @Test
  void maintenanceNoticesATableThatBecomesANewerOneMeanwhile() throws IOException {
    try (TableMaintainer maintainer = table.openMaintainer()) {
      maintainer.observe();
      manifest.requireOfReaders(1L << FIRST_UNKNOWN_BIT);
      List<Path> versions = manifest.versions();

      assertTooNew("open", () -> maintainer.run(new MaintenanceStep.BuildIndex(50)));
      assertTooNew("open", maintainer::observe);
      assertThat(manifest.versions()).isEqualTo(versions);

      manifest.removeNewest();
      assertThat(maintainer.observe().liveRows()).isEqualTo(50);
    }
  }

  /** The library itself reads the first as if it knew it, and ends the process at the second. */
  @ParameterizedTest
  @ValueSource(strings = {"reader features", "data format"})
  void openReaderNoticesATableThatBecomesANewerOneMeanwhile(String what) throws IOException {
    try (VectorTableReader reader = LanceVectorTable.openReader(table.path())) {
      assertThat(reader.state().rows()).isEqualTo(50);
      if (what.equals("reader features")) {
        manifest.requireOfReaders(1L << FIRST_UNKNOWN_BIT);
      } else {
        manifest.storageVersion("9.9");
      }

      assertTooNew("open", reader::state);
      assertTooNew("open", () -> reader.search(new VectorQuery(SampleRows.vector("q"), 3)));
      assertTooNew("open", () -> reader.versionOf("k000001"));

      manifest.removeNewest();
      assertThat(reader.search(new VectorQuery(SampleRows.vector("q"), 3)).hits()).hasSize(3);
    }
  }

  /** The library checks these features when it inserts rows, which shows which ones it knows. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 40})
  void libraryAndThisCheckAgreeOnWhatWritersMustKnow(int bit) throws IOException {
    table.close();
    manifest.requireOfWriters(1L << bit);
    boolean refused = bit >= FIRST_UNKNOWN_BIT;

    try (LanceTable opened = LanceTable.open(table.path().toString())) {
      assertThat(refuses(() -> TableFormat.requireWritable(opened.uri()))).isEqualTo(refused);
      assertThat(refuses(() -> append(opened))).as("the library").isEqualTo(refused);
    }
  }

  private static void append(LanceTable table) {
    try (ArrowArrayStream stream = ArrowArrayStream.allocateNew(table.allocator())) {
      Data.exportArrayStream(table.allocator(), noRows(table), stream);
      Dataset.write().allocator(table.allocator()).stream(stream)
          .uri(table.uri())
          .mode(WriteParams.WriteMode.APPEND)
          .execute()
          .close();
    } catch (Exception e) {
      throw LanceErrors.failure("append to", table.uri(), e);
    }
  }

  private static ArrowReader noRows(LanceTable table) {
    return new ArrowReader(table.allocator()) {
      @Override
      public boolean loadNextBatch() {
        return false;
      }

      @Override
      public long bytesRead() {
        return 0;
      }

      @Override
      protected void closeReadSource() {}

      @Override
      protected Schema readSchema() {
        return table.schema().arrow();
      }
    };
  }

  private static boolean refuses(Runnable action) {
    try {
      action.run();
      return false;
    } catch (FreshetException e) {
      assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.TABLE_TOO_NEW);
      return true;
    }
  }

  private void assertTooNew(String action, ThrowingCallable refused) {
    assertThatThrownBy(refused)
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_TOO_NEW))
        .hasMessageStartingWith(
            "Cannot "
                + action
                + " vector table "
                + table.path()
                + ": it was written by a newer Lance (")
        .hasMessageEndingWith("). Upgrade Freshet.");
  }
}
