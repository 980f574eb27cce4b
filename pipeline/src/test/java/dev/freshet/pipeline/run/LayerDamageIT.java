package dev.freshet.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.config.HomeLayout;
import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.config.value.DiscoveryMode;
import dev.freshet.core.config.value.FilesPerTrigger;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Layers whose newest commits a power loss damaged. After the next start every layer holds again
 * what landed, and the newest text is found, also after the vector table is filled from Gold.
 */
@Timeout(180)
class LayerDamageIT {

  @TempDir Path dir;
  private IngestHome home;

  @BeforeEach
  void land() throws IOException {
    home = new IngestHome(dir);
    home.configure(
        ChangeFormat.PLAIN, Optional.of("version"), DiscoveryMode.AUTO, FilesPerTrigger.of(1));
    home.land("1.json", "{\"id\":\"a\",\"version\":1,\"text\":\"old\"}");
    home.land("2.json", "{\"id\":\"b\",\"version\":1,\"text\":\"two\"}", "not json");
    home.land("3.json", "{\"id\":\"a\",\"version\":2,\"text\":\"new\"}", "not json either");
    home.runOnce();
  }

  /** The tables of a home. */
  enum Table {
    BRONZE(HomeLayout::bronze),
    SILVER(HomeLayout::silver),
    GOLD(HomeLayout::gold),
    QUARANTINE(HomeLayout::quarantine),
    LEDGER(HomeLayout::ledger);

    private final Function<HomeLayout, Path> path;

    Table(Function<HomeLayout, Path> path) {
      this.path = path;
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyNewestCommitIsFilledAgainBeforeTheNextBatch(Table table) throws IOException {
    Files.write(entries(table).get(0), new byte[0]);
    assertThatThrownBy(home::verify)
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_DAMAGED))
        .hasMessageContaining(entries(table).get(0).toString());
    home.land("4.json", "{\"id\":\"c\",\"version\":1,\"text\":\"three\"}");

    home.pipeline().run(true);

    assertEverythingIsThere();
  }

  @ParameterizedTest
  @EnumSource(names = {"SILVER", "GOLD", "QUARANTINE", "LEDGER"})
  void twoLostCommitsAreFilledAgainWithoutTheLandedFiles(Table table) throws IOException {
    List<Path> entries = entries(table);
    Files.write(entries.get(1), new byte[0]);
    Files.delete(entries.get(0));
    for (int file = 1; file <= 3; file++) {
      Files.delete(home.landing.resolve(file + ".json"));
    }
    home.land("4.json", "{\"id\":\"c\",\"version\":1,\"text\":\"three\"}");

    home.pipeline().run(true);

    assertEverythingIsThere();
  }

  @Test
  void aNewestCommitOfGoldThatIsGoneWithoutATraceIsMissed() throws IOException {
    Path entry = entries(Table.GOLD).get(0);
    Files.delete(entry);
    Files.delete(
        entry.resolveSibling(entry.getFileName().toString().replace(".json", ".json.crc32c")));
    assertThatThrownBy(home::verify)
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_DAMAGED));
    home.land("4.json", "{\"id\":\"c\",\"version\":1,\"text\":\"three\"}");

    home.pipeline().run(true);

    assertEverythingIsThere();
  }

  @Test
  void allLayersThatLostTheSameBatchAreFilledFromTheLandingZone() throws IOException {
    for (Table table : Table.values()) {
      Files.write(entries(table).get(0), new byte[0]);
    }
    home.store.lose();
    home.land("4.json", "{\"id\":\"c\",\"version\":1,\"text\":\"three\"}");

    home.pipeline().run(true);

    assertEverythingIsThere();
  }

  @Test
  void bronzeThatCannotBeFilledAgainIsRefusedWithTheLandedFilesThatAreGone() throws IOException {
    Files.write(entries(Table.BRONZE).get(0), new byte[0]);
    Path gone = home.landing.resolve("3.json");
    Path kept = Files.move(gone, dir.resolve("3.json"));

    for (int start = 0; start < 2; start++) {
      assertThatThrownBy(() -> home.pipeline().run(true))
          .isInstanceOfSatisfying(
              FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_DAMAGED))
          .hasMessageContaining(gone.toString())
          .hasMessageContaining("Put them back");
    }

    Files.move(kept, gone);
    home.land("4.json", "{\"id\":\"c\",\"version\":1,\"text\":\"three\"}");
    home.pipeline().run(true);
    assertEverythingIsThere();
  }

  @Test
  void bronzeThatLostABatchIsFilledFromTheFileThatWasMovedAfterItWasRead() throws IOException {
    Path archive = dir.resolve("archive");
    home.configureSource(
        Map.of(
            "cloudFiles.cleanSource", "MOVE",
            "cloudFiles.cleanSource.retentionDuration", "0 seconds",
            "cloudFiles.cleanSource.moveDestination", archive.toString()));
    Path landed = home.land("4.json", "{\"id\":\"c\",\"version\":1,\"text\":\"three\"}");
    home.runOnce();
    assertThat(landed).doesNotExist();
    assertThat(archive.resolve("4.json")).exists();
    Files.write(entries(Table.BRONZE).get(0), new byte[0]);

    home.runOnce();

    assertEverythingIsThere();
  }

  @ParameterizedTest
  @EnumSource(names = {"SILVER", "GOLD", "QUARANTINE", "LEDGER"})
  void batchesOfAStreamThatHasEndedAreFilledAgain(Table table) throws IOException {
    beginANewStream();
    List<Path> entries = entries(table);
    Files.write(entries.get(entries.size() - 2), new byte[0]);

    home.pipeline().run(true);

    assertEverythingIsThere();
  }

  @Test
  void bronzeThatLostABatchOfAStreamThatHasEndedIsRefusedUntilTheUserGivesItUp()
      throws IOException {
    beginANewStream();
    Files.write(entries(Table.BRONZE).get(1), new byte[0]);

    for (int start = 0; start < 2; start++) {
      assertThatThrownBy(() -> home.pipeline().run(true))
          .isInstanceOfSatisfying(
              FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_DAMAGED))
          .hasMessageContaining("it lost file versions 3 to 3 of stream")
          .hasMessageContaining("_delta_log.damaged");
    }

    FileUtil.fullyDelete(home.config().layout().bronze().resolve("_delta_log.damaged").toFile());
    home.pipeline().run(true);
    assertThat(home.column(IngestHome.Layer.BRONZE, "payload")).hasSize(4);
    assertThat(home.searchable()).containsOnlyKeys("a", "b", "c");
    assertThat(home.verify().lines().missingBatches()).isEqualTo(1);
    assertThat(home.verify().samples()).anyMatch(each -> each.contains("bronze has no row of"));
    assertThat(home.verify().equal()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"SILVER", "GOLD", "QUARANTINE", "LEDGER"})
  void aTableThatWasRenamedIsFilledAgainFromBronze(Table table) throws IOException {
    Path directory = table.path.apply(home.config().layout());
    Files.move(directory, directory.resolveSibling("renamed"));
    home.land("4.json", "{\"id\":\"c\",\"version\":1,\"text\":\"three\"}");

    home.pipeline().run(true);

    assertEverythingIsThere();
  }

  /** The landed files are gone, and so is the file log; another file has landed since. */
  private void beginANewStream() throws IOException {
    for (int file = 1; file <= 3; file++) {
      Files.delete(home.landing.resolve(file + ".json"));
    }
    FileUtil.fullyDelete(home.config().layout().fileLog().toFile());
    home.land("4.json", "{\"id\":\"c\",\"version\":1,\"text\":\"three\"}");
    home.runOnce();
  }

  private void assertEverythingIsThere() {
    Map<String, List<String>> newest =
        Map.of("a", List.of("new"), "b", List.of("two"), "c", List.of("three"));
    assertThat(home.searchable()).isEqualTo(newest);
    assertThat(home.column(IngestHome.Layer.BRONZE, "payload"))
        .contains("not json", "not json either")
        .hasSize(6);
    assertThat(home.column(IngestHome.Layer.QUARANTINE, "payload"))
        .containsExactlyInAnyOrder("not json", "not json either");
    assertThat(home.column(IngestHome.Layer.LEDGER, "batch_id")).doesNotHaveDuplicates().hasSize(4);
    home.assertEqual();

    home.store.lose();
    FileUtil.fullyDelete(dir.resolve("home/checkpoint").toFile());
    home.pipeline().run(true);

    assertThat(home.searchable()).isEqualTo(newest);
    home.assertEqual();
  }

  /** The entries of a table's log, the newest first. */
  private List<Path> entries(Table table) throws IOException {
    Path log = table.path.apply(home.config().layout()).resolve("_delta_log");
    try (Stream<Path> files = Files.list(log)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted(Comparator.reverseOrder())
          .toList();
    }
  }
}
