package dev.freshet.lance.damage;

import static dev.freshet.testkit.vector.SampleRows.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.ColumnIndex;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.vector.TextQuery;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.lance.maintain.LanceMaintainedTable;
import dev.freshet.testkit.vector.SampleRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged bytes of an index never reach the library, which they would end with the process. */
class DamagedIndexIT {

  @TempDir Path directory;

  @Test
  void damagedIndexesAreBypassedByReadersAndBuiltAgain() throws Exception {
    Path path = directory.resolve("docs.lance");
    try (LanceMaintainedTable table = new LanceMaintainedTable(path)) {
      table.write(1_000);
      table.close();
      try (TableMaintainer maintainer = table.openMaintainer()) {
        maintainer.run(new MaintenanceStep.BuildIndex(1_000));
        maintainer.run(new MaintenanceStep.BuildColumnIndex(ColumnIndex.fullText(), 1_000));
        assertThat(maintainer.observe().index()).isPresent();
      }
      table.assertIntact("with whole indexes");
      damageEveryIndex(path);

      try (VectorTableReader reader = LanceVectorTable.openServingReader(path)) {
        assertThat(reader.versionOf(LanceMaintainedTable.key(7))).hasValue(1);
        assertThatThrownBy(() -> reader.search(new TextQuery("of", 5)))
            .isInstanceOfSatisfying(
                FreshetException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_DAMAGED))
            .hasMessageContaining("`optimize` builds it again");
        assertThat(reader.search(query()).hits()).hasSize(5);
      }

      LanceVectorTable.openWriter(path, spec()).close();
      table.assertIntact("after the writer has removed the damaged indexes");
      try (TableMaintainer maintainer = table.openMaintainer()) {
        assertThat(maintainer.observe().index()).isEmpty();
        maintainer.run(new MaintenanceStep.BuildIndex(1_000));
      }
      damageEveryIndex(path);
      try (TableMaintainer maintainer = table.openMaintainer()) {
        assertThat(maintainer.observe().index()).isEmpty();
      }
      table.assertIntact("after maintenance has removed the damaged indexes");
    }
  }

  private static VectorQuery query() {
    return new VectorQuery(SampleRows.vector("k000007 of 1"), 5);
  }

  private static void damageEveryIndex(Path table) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(table.resolve("_indices"))) {
      files = all.filter(each -> each.toString().matches(".*\\.(lance|idx)")).toList();
    }
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      for (int i = bytes.length / 2; i < Math.min(bytes.length, bytes.length / 2 + 64); i++) {
        bytes[i] ^= (byte) 0xff;
      }
      Files.write(file, bytes);
    }
  }
}
