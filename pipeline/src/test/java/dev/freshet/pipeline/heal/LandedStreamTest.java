package dev.freshet.pipeline.heal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.core.BatchIdentity;
import dev.freshet.core.config.HomeLayout;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.home.delta.DeltaTable;
import dev.freshet.home.delta.DeltaTables;
import dev.freshet.home.layer.Bronze;
import dev.freshet.home.layer.Gold;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.layer.Ledger;
import dev.freshet.home.layer.Silver;
import dev.freshet.pipeline.change.ChangeEvent;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.record.KeyState;
import dev.freshet.storage.hadoop.LocalFs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
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
    tables = DeltaTables.local(LocalFs.configuration());
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
    append(layers.bronze(), lost.id(), 4);
    loseFileLog();

    LandedStream next = LandedStream.open(layout.fileLog(), layers);

    assertThat(next.id()).isNotEqualTo(lost.id());
    assertThat(next.startAfter()).isEqualTo(4);
  }

  @Test
  void anyLayerMayBeTheOneThatGotTheLastBatch() {
    append(layers.bronze(), "s", 4);
    append(layers.gold(), "s", 6);
    append(layers.silver(), "s", 5);

    assertThat(LandedStream.open(layout.fileLog(), layers).startAfter()).isEqualTo(6);
  }

  @Test
  void directoryThatWasMadeAndNotFilledIsANewLog() throws Exception {
    append(layers.bronze(), "s", 4);
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

  private void append(DeltaTable table, String stream, long sequence) {
    BatchIdentity batch = new BatchIdentity(stream, sequence);
    LandedRow landed = new LandedRow("{}", 1, "/landing/a", sequence, 2, Instant.EPOCH, null);
    ChangeEvent event =
        new ChangeEvent(ChangeEvent.Op.DELETE, "a", 1L, landed.arrival(), null, null);
    Object[] row =
        switch (table.schema().name()) {
          case "bronze" -> Bronze.row(batch, landed, event);
          case "silver" -> Silver.row(batch, landed, event);
          default -> Gold.row(batch, landed, event, new KeyState(1, landed.arrival(), true), null);
        };
    table.append(batch, List.<Object[]>of(Objects.requireNonNull(row)));
  }
}
