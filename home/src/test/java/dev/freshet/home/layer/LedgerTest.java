package dev.freshet.home.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.BatchIdentity;
import dev.freshet.home.delta.AppendOutcome;
import dev.freshet.home.delta.DeltaTables;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

  private static final Instant NOON = Instant.parse("2026-05-04T12:00:00.000001Z");

  @TempDir Path dir;
  private DeltaTables tables;
  private Ledger ledger;

  @BeforeEach
  void open() {
    tables = DeltaTables.local();
    ledger = new Ledger(tables.table(dir.resolve("ledger").toString(), Ledger.SCHEMA));
  }

  @AfterEach
  void close() {
    tables.close();
  }

  @Test
  void recordedBatchIsContainedAndListed() {
    ledger.record(new BatchIdentity("s", 4), NOON, Ledger.COMMITTED);

    assertThat(ledger.contains(new BatchIdentity("s", 4))).isTrue();
    assertThat(ledger.contains(new BatchIdentity("s", 3))).isFalse();
    assertThat(ledger.contains(new BatchIdentity("t", 4))).isFalse();
    assertThat(ledger.newest(5)).containsExactly(new LedgerEntry("s:4", NOON, "committed"));
  }

  @Test
  void batchRecordedTwiceHasOneRow() {
    ledger.record(new BatchIdentity("s", 4), NOON, Ledger.COMMITTED);

    AppendOutcome again =
        ledger.record(new BatchIdentity("s", 4), NOON.plusSeconds(9), Ledger.COMMITTED);

    assertThat(again).isEqualTo(new AppendOutcome.AlreadyCommitted(4));
    assertThat(ledger.newest(5)).containsExactly(new LedgerEntry("s:4", NOON, "committed"));
  }

  @Test
  void newStreamNeverCollidesWithAnOldOne() {
    ledger.record(new BatchIdentity("old", 900), NOON, Ledger.COMMITTED);

    AppendOutcome first = ledger.record(new BatchIdentity("new", 1), NOON, Ledger.COMMITTED);

    assertThat(first).isInstanceOf(AppendOutcome.Appended.class);
  }

  @Test
  void entriesBeforeAMomentAreLeftOut() {
    for (int i = 1; i <= 4; i++) {
      ledger.record(new BatchIdentity("s", i), NOON.plusSeconds(i), Ledger.COMMITTED);
    }

    assertThat(ledger.newest(9, NOON.plusSeconds(3)))
        .extracting(LedgerEntry::batchId)
        .containsExactly("s:4", "s:3");
    assertThat(ledger.newest(1, NOON)).extracting(LedgerEntry::batchId).containsExactly("s:4");
    assertThat(ledger.newest(9, NOON.plusSeconds(5))).isEmpty();
  }

  @Test
  void newestEntriesComeFirstUpToTheLimit() {
    for (int i = 1; i <= 6; i++) {
      ledger.record(new BatchIdentity("s", i), NOON.plusSeconds(i), Ledger.COMMITTED);
    }

    assertThat(ledger.newest(2)).extracting(LedgerEntry::batchId).containsExactly("s:6", "s:5");
    List<LedgerEntry> all = new ArrayList<>();
    ledger.forEach(all::add);
    assertThat(all).hasSize(6);
  }
}
