package dev.freshet.maintenance.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.config.HomeLayout;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.home.delta.DeltaTables;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.layer.Ledger;
import dev.freshet.maintenance.calibration.StepHistory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerCareTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path dir;
  private Instant now = START;

  @Test
  void homeWithoutTablesNeedsNothing() {
    assertThat(care().planIfDue(StepHistory.empty())).isEmpty();
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void batchesOfTheLedgerBecomeOneFileAndStayKnown() {
    HomeLayout layout = new HomeLayout(dir, "docs");
    try (DeltaTables tables = DeltaTables.local()) {
      Ledger ledger = LayerTables.of(tables, layout).ledger();
      for (int batch = 1; batch <= 20; batch++) {
        ledger.record(new BatchIdentity("s", batch), START, Ledger.COMMITTED);
      }
      LayerCare care = care();
      List<PlannedStep> plan = care.planIfDue(StepHistory.empty());

      assertThat(plan)
          .extracting(planned -> planned.step().kind().label())
          .containsExactly("compact-layer");
      assertThat(care.apply(plan.get(0).step())).isInstanceOf(StepOutcome.Done.class);
      assertThat(care.version(plan.get(0).step())).isEqualTo(20);
      assertThat(care.planIfDue(StepHistory.empty())).isEmpty();
      now = now.plus(LayerCare.PAUSE_MIN);
      assertThat(care.planIfDue(StepHistory.empty())).isEmpty();

      ledger.record(new BatchIdentity("s", 20), START, Ledger.COMMITTED);
      ledger.record(new BatchIdentity("s", 21), START, Ledger.COMMITTED);
      List<String> batches = new ArrayList<>();
      ledger.forEach(entry -> batches.add(entry.batchId()));
      assertThat(batches).hasSize(21).doesNotHaveDuplicates();
      assertThat(ledger.contains(new BatchIdentity("s", 7))).isTrue();
    }
  }

  private LayerCare care() {
    return LayerCare.of(new HomeLayout(dir, "docs"), () -> now);
  }
}
