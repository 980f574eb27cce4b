package dev.freshet.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.storage.damage.Damage;
import dev.freshet.storage.damage.DamagedPart;
import dev.freshet.testkit.vector.FakeVectorTable;
import dev.freshet.testkit.vector.SampleRows;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplaceableTableTest {

  @TempDir Path directory;
  private final List<Damage> told = new ArrayList<>();
  private Path path;
  private boolean damaged;

  @BeforeEach
  void makeTable() throws IOException {
    path = Files.createDirectory(directory.resolve("docs.lance"));
    Files.createFile(path.resolve("old"));
  }

  @Test
  void damageAtTheOpeningPutsTheTableAsideAndIsTold() {
    damaged = true;
    ReplaceableTable table =
        ReplaceableTable.open(
            spec -> {
              if (Files.exists(path)) {
                throw damage();
              }
              return new FakeVectorTable().openWriter(spec);
            },
            SampleRows.spec(),
            path,
            told::add);

    assertThat(table.isFresh()).isTrue();
    assertThat(directory.resolve("docs.lance.damaged/old")).exists();
    assertThat(told).extracting(Damage::part).containsExactly(DamagedPart.VECTOR_TABLE);
    assertThat(told.get(0).reason()).contains("page 7");
    assertThat(table.lastCommitted("s")).isEmpty();
  }

  @Test
  void damageInACallIsHealedOnceUntilABatchIsCommitted() throws IOException {
    ReplaceableTable table = open();
    assertThat(table.replaceIfDamaged()).isFalse();
    meetDamage(table);

    assertThat(table.replaceIfDamaged()).isTrue();
    assertThat(path).doesNotExist();
    damaged = true;
    assertThatThrownBy(() -> table.lastCommitted("s")).isInstanceOf(FreshetException.class);
    assertThat(table.replaceIfDamaged()).as("twice in a row").isFalse();

    damaged = false;
    table.commit(
        new VectorCommit(
            new BatchIdentity("s", 1), Set.of(), table.stage(List.of()), Instant.EPOCH));
    meetDamage(table);
    assertThat(table.replaceIfDamaged()).as("after a batch").isTrue();
    assertThat(told).hasSize(2);
  }

  @Test
  void storageThatIsAwayIsNoDamage() {
    assertThatThrownBy(
            () ->
                ReplaceableTable.open(
                    spec -> {
                      throw new FreshetException(ErrorCode.STORE_UNAVAILABLE, "away");
                    },
                    SampleRows.spec(),
                    path,
                    told::add))
        .hasMessage("away");
    assertThat(path).exists();
    assertThat(told).isEmpty();
  }

  private void meetDamage(ReplaceableTable table) {
    damaged = true;
    assertThatThrownBy(() -> table.lastCommitted("s")).isInstanceOf(FreshetException.class);
    damaged = false;
  }

  private ReplaceableTable open() {
    FakeVectorTable fake = new FakeVectorTable();
    return ReplaceableTable.open(
        spec -> failing(fake.openWriter(spec)), SampleRows.spec(), path, told::add);
  }

  /** A writer whose calls fail while the table is damaged. */
  private VectorTableWriter failing(VectorTableWriter writer) {
    return (VectorTableWriter)
        Proxy.newProxyInstance(
            VectorTableWriter.class.getClassLoader(),
            new Class<?>[] {VectorTableWriter.class},
            (proxy, method, arguments) -> {
              if (damaged && !method.getName().equals("close")) {
                throw damage();
              }
              try {
                return method.invoke(writer, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static FreshetException damage() {
    return new FreshetException(ErrorCode.STORE_DAMAGED, "Cannot read page 7.");
  }
}
