package dev.freshet.pipeline.heal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.fs.LocalAccess;
import dev.freshet.core.BatchIdentity;
import dev.freshet.core.config.HomeLayout;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.home.delta.DeltaTables;
import dev.freshet.home.layer.BronzeRow;
import dev.freshet.home.layer.GoldRow;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.layer.Ledger;
import dev.freshet.home.layer.Lineage;
import dev.freshet.home.layer.SilverRow;
import dev.freshet.storage.damage.Damage;
import dev.freshet.storage.damage.DamagedPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandedStreamTest {

  @TempDir Path dir;
  private HomeLayout layout;
  private DeltaTables tables;
  private LayerTables layers;
  private final List<Damage> damages = new ArrayList<>();

  @BeforeEach
  void open() {
    layout = new HomeLayout(dir, "articles");
    tables = DeltaTables.local();
    layers = LayerTables.of(tables, layout);
  }

  @AfterEach
  void close() {
    tables.close();
  }

  @Test
  void firstStreamOfAHomeStartsAtOneAndStaysTheSame() {
    LandedStream first = opened();
    log(9);
    layers.ledger().record(new BatchIdentity(first.id(), 9), Instant.EPOCH, Ledger.COMMITTED);

    assertThat(first.startAfter()).isZero();
    assertThat(opened()).isEqualTo(first);
  }

  @Test
  void newStreamGoesOnAboveTheBatchThatDiedBeforeItsLedgerRow() {
    LandedStream lost = opened();
    layers.ledger().record(new BatchIdentity(lost.id(), 3), Instant.EPOCH, Ledger.COMMITTED);
    append("bronze", lost.id(), 4);
    loseFileLog();

    LandedStream next = opened();

    assertThat(next.id()).isNotEqualTo(lost.id());
    assertThat(next.startAfter()).isEqualTo(4);
  }

  @Test
  void anyLayerMayBeTheOneThatGotTheLastBatch() {
    append("bronze", "s", 4);
    append("gold", "s", 6);
    append("silver", "s", 5);

    assertThat(opened().startAfter()).isEqualTo(6);
  }

  @Test
  void directoryThatWasMadeAndNotFilledIsANewLog() throws Exception {
    append("bronze", "s", 4);
    Files.createDirectories(layout.fileLog());

    assertThat(opened().startAfter()).isEqualTo(4);
  }

  @Test
  void logInUseIsARunningPipeline() {
    try (FileLog inUse = FileLog.open(layout.fileLog())) {
      assertThat(inUse.lastSequence()).isZero();
      assertThatThrownBy(() -> opened())
          .isInstanceOfSatisfying(
              FreshetException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_RUNNING));
    }
  }

  @Test
  void logThatEndsBelowWhatWasReadFromItIsPutAsideAndTheNextOneIsAboveAll() throws Exception {
    LandedStream before = opened();
    log(3);
    copyTree(layout.fileLog(), dir.resolve("copy"));
    log(8);
    layers.ledger().record(new BatchIdentity(before.id(), 5), Instant.EPOCH, Ledger.COMMITTED);
    append("bronze", before.id(), 7);
    loseFileLog();
    Files.move(dir.resolve("copy"), layout.fileLog());

    LandedStream next = opened();

    assertThat(next.id()).isNotEqualTo(before.id());
    assertThat(next.startAfter()).isEqualTo(7);
    assertThat(damages)
        .singleElement()
        .satisfies(
            damage -> {
              assertThat(damage.part()).isEqualTo(DamagedPart.FILE_LOG);
              assertThat(damage.reason())
                  .isEqualTo("it ends at sequence 3, and files up to 7 were read from it");
            });
    assertThat(layout.fileLog().resolveSibling("filelog.damaged")).isDirectory();
    assertThat(opened()).isEqualTo(next);
    assertThat(damages).hasSize(1);
  }

  @Test
  void logThatEndsBelowTheBatchInTheCheckpointIsDamaged() throws Exception {
    LandedStream before = opened();
    log(3);
    Path offsets = Files.createDirectories(layout.checkpoint(before.id()).resolve("offsets"));
    Files.writeString(offsets.resolve("9"), "v1\n{}\n2");
    Files.writeString(offsets.resolve("10"), "v1\n{}\n3");
    assertThat(opened()).isEqualTo(before);

    Files.writeString(offsets.resolve("11"), "v1\n{}\n4");

    assertThat(opened().id()).isNotEqualTo(before.id());
    assertThat(damages).hasSize(1);
  }

  @Test
  void fileInThePlaceOfTheLogIsPutAside() throws Exception {
    Files.createDirectories(layout.fileLog().getParent());
    Files.writeString(layout.fileLog(), "no log");
    append("bronze", "s", 4);

    assertThat(opened().startAfter()).isEqualTo(4);
    assertThat(damages).extracting(Damage::reason).containsExactly("it is not a directory");
  }

  /** Numbers files until the log ends there. */
  private LandedStream opened() {
    LostFileLog lost = new LostFileLog(layers, stream -> 0, () -> new LocalAccess(dir.toString()));
    return LandedStream.open(layout, layers, lost, damages::add);
  }

  private void log(long end) {
    try (FileLog log = FileLog.open(layout.fileLog())) {
      log.append(
          LongStream.rangeClosed(log.lastSequence() + 1, end)
              .mapToObj(i -> new LandedFile("/landing/" + i, 1, Instant.EPOCH))
              .toList(),
          Instant.EPOCH);
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private void loseFileLog() {
    assertThat(FileUtil.fullyDelete(layout.fileLog().toFile())).isTrue();
  }

  private void append(String layer, String stream, long sequence) {
    BatchIdentity batch = new BatchIdentity(stream, sequence);
    Lineage lineage = new Lineage(batch, sequence, "/landing/a", 1, Instant.EPOCH);
    switch (layer) {
      case "bronze" ->
          layers
              .bronze()
              .append(
                  batch,
                  List.of(new BronzeRow(lineage, "{}", null, BronzeRow.Understood.NOTHING, null)));
      case "silver" ->
          layers
              .silver()
              .append(
                  batch,
                  List.of(
                      new SilverRow(
                          lineage, "delete", "a", 1L, new SilverRow.Position(1, ""), null, null)));
      default ->
          layers.gold().append(batch, List.of(new GoldRow(lineage, "a", 1, 1, "", null, null)));
    }
  }
}
