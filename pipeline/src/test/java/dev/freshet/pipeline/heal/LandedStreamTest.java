package dev.freshet.pipeline.heal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.filelog.FileLog;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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
    LandedStream first = LandedStream.open(layout.fileLog(), layers);
    layers.ledger().record(new BatchIdentity(first.id(), 9), Instant.EPOCH, Ledger.COMMITTED);

    assertThat(first.startAfter()).isZero();
    assertThat(LandedStream.open(layout.fileLog(), layers)).isEqualTo(first);
  }

  @Test
  void newStreamGoesOnAboveTheBatchThatDiedBeforeItsLedgerRow() {
    LandedStream lost = LandedStream.open(layout.fileLog(), layers);
    layers.ledger().record(new BatchIdentity(lost.id(), 3), Instant.EPOCH, Ledger.COMMITTED);
    append("bronze", lost.id(), 4);
    loseFileLog();

    LandedStream next = LandedStream.open(layout.fileLog(), layers);

    assertThat(next.id()).isNotEqualTo(lost.id());
    assertThat(next.startAfter()).isEqualTo(4);
  }

  @Test
  void anyLayerMayBeTheOneThatGotTheLastBatch() {
    append("bronze", "s", 4);
    append("gold", "s", 6);
    append("silver", "s", 5);

    assertThat(LandedStream.open(layout.fileLog(), layers).startAfter()).isEqualTo(6);
  }

  @Test
  void directoryThatWasMadeAndNotFilledIsANewLog() throws Exception {
    append("bronze", "s", 4);
    Files.createDirectories(layout.fileLog());

    assertThat(LandedStream.open(layout.fileLog(), layers).startAfter()).isEqualTo(4);
  }

  @Test
  void logInUseIsARunningPipeline() {
    try (FileLog inUse = FileLog.open(layout.fileLog())) {
      assertThat(inUse.lastSequence()).isZero();
      assertThatThrownBy(() -> LandedStream.open(layout.fileLog(), layers))
          .isInstanceOfSatisfying(
              FreshetException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_RUNNING));
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
              .append(batch, List.of(new BronzeRow(lineage, "{}", null, "delete", "a", 1L, null)));
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
