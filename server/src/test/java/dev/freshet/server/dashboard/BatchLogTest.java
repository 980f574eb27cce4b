package dev.freshet.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.home.layer.LedgerEntry;
import dev.freshet.home.report.RunStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchLogTest {

  private static final Instant AT = FakePipeline.START;

  @Test
  void ledgerIsJoinedWithTheReportedBatches() {
    BatchLog log = new BatchLog();
    log.saw(batch(1));
    log.saw(batch(3));
    log.saw(batch(4));

    List<BatchLog.Batch> joined = log.joined(List.of(entry(3), entry(2), entry(1)));

    assertThat(joined).extracting(BatchLog.Batch::id).containsExactly("s:4", "s:3", "s:2", "s:1");
    assertThat(joined)
        .extracting(BatchLog.Batch::ledger)
        .containsExactly(null, "committed", "committed", "committed");
    assertThat(joined)
        .extracting(batch -> batch.told() == null)
        .containsExactly(false, false, true, false);
  }

  @Test
  void reportedBatchesBeforeTheNewestLedgerEntriesAreLeftOut() {
    BatchLog log = new BatchLog();
    log.saw(batch(1));

    assertThat(log.joined(List.of(entry(9)))).hasSize(1);
  }

  @Test
  void memoryIsBounded() {
    BatchLog log = new BatchLog();
    for (int i = 0; i < 2_000; i++) {
      log.saw(batch(i));
    }

    assertThat(log.joined(List.of())).hasSize(500);
  }

  private static RunStatus.LastBatch batch(int end) {
    return new RunStatus.LastBatch("s:" + end, 1, 1, 2, 3, 4, AT.plusSeconds(end));
  }

  private static LedgerEntry entry(int end) {
    return new LedgerEntry("s:" + end, AT.plusSeconds(end), "committed");
  }
}
