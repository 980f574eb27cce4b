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
import dev.freshet.lance.ChildJvm;
import dev.freshet.lance.DirectoryTree;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.lance.maintain.LanceMaintainedTable;
import dev.freshet.testkit.vector.SampleRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
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
            .hasMessageContaining("Run `optimize`: it builds the index again");
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

  /**
   * Damage that no checksum shows: the library reports it, or ends the process, twice at the most,
   * or does not notice it.
   */
  @Test
  void indexThatEndsProcessesIsBypassedAfterTwo() throws Exception {
    Path path = directory.resolve("docs.lance");
    int rows;
    try (LanceMaintainedTable table = new LanceMaintainedTable(path)) {
      table.write(1_000);
      table.close();
      try (TableMaintainer maintainer = table.openMaintainer()) {
        maintainer.run(new MaintenanceStep.BuildIndex(1_000));
      }
      rows = new TreeMap<>(table.model()).hashCode();
    }
    forgetChecksums(path);
    List<Path> tables = new ArrayList<>();
    for (Path file : indexFiles(path)) {
      for (double place : List.of(0.01, 0.25, 0.5, 0.75, 0.99)) {
        Path copy = directory.resolve(tables.size() + ".lance");
        DirectoryTree.copy(path, copy);
        flip(copy.resolve(path.relativize(file)), place);
        tables.add(copy);
      }
    }
    Path list = directory.resolve("tables.txt");
    Files.write(list, tables.stream().map(Path::toString).toList());

    List<String> answers = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    while (answers.size() < tables.size()) {
      try (ChildJvm child =
          ChildJvm.start(directory, DamagedTable.class, list.toString(), "" + answers.size())) {
        int exit = child.awaitEnd();
        // What begins so is what a JVM says of its end.
        answers.addAll(child.lines().stream().filter(line -> !line.startsWith("#")).toList());
        if (exit != 0) {
          ends.add(answers.size());
        }
      }
      assertThat(ends.size()).isLessThanOrEqualTo(2 * tables.size());
    }

    assertThat(answers).containsOnly("ROWS " + rows);
    for (int table = 0; table < tables.size(); table++) {
      assertThat(Collections.frequency(ends, table)).as("%d", table).isLessThanOrEqualTo(2);
    }
    assertThat(ends)
        .as("some damage ends processes, so that the test shows something")
        .isNotEmpty();
  }

  private static void forgetChecksums(Path table) throws IOException {
    try (Stream<Path> all = Files.walk(table.resolve("_indices"))) {
      for (Path record : all.filter(each -> each.endsWith("freshet.crc32c")).toList()) {
        Files.delete(record);
      }
    }
  }

  private static VectorQuery query() {
    return new VectorQuery(SampleRows.vector("k000007 of 1"), 5);
  }

  private static void damageEveryIndex(Path table) throws IOException {
    for (Path file : indexFiles(table)) {
      flip(file, 0.5);
    }
  }

  private static List<Path> indexFiles(Path table) throws IOException {
    try (Stream<Path> all = Files.walk(table.resolve("_indices"))) {
      return all.filter(each -> each.toString().matches(".*\\.(lance|idx)")).sorted().toList();
    }
  }

  private static void flip(Path file, double place) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int from = (int) (bytes.length * place);
    for (int i = from; i < Math.min(bytes.length, from + 64); i++) {
      bytes[i] ^= (byte) 0xff;
    }
    Files.write(file, bytes);
  }
}
