package dev.freshet.lance.maintain;

import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.core.maintenance.SearchTuning;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.core.maintenance.TunedSearch;
import dev.freshet.lance.index.SearchRecord;
import dev.freshet.lance.index.TableIndexes;
import dev.freshet.lance.table.LanceTable;
import dev.freshet.lance.table.TableHead;
import dev.freshet.lance.table.TableHistory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.lance.index.Index;
import org.lance.operation.UpdateConfig;
import org.lance.operation.UpdateMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tunes search parameters and writes them into the table config. Measures on one version; batches
 * go on meanwhile. The commit needs no lease: a change of config alone conflicts with no batch, nor
 * a batch with it. It carries no batch identity, see {@link TableHistory#carryForward}. Not
 * thread-safe.
 */
final class SearchTuner {

  private static final Logger LOGGER = LoggerFactory.getLogger(SearchTuner.class);

  private final InstantSource clock;

  SearchTuner(InstantSource clock) {
    this.clock = clock;
  }

  StepOutcome tune(LanceTable table, MaintenanceStep.TuneSearch step) throws Exception {
    TableHead head = table.refresh();
    Optional<UUID> index = baseSegment(table);
    if (index.isEmpty()) {
      return nothing(table, "the index is gone");
    }
    long rows = head.record().anchorRow() ? 0 : table.dataset().countRows();
    if (rows < 2) {
      return nothing(table, "there are too few rows to compare");
    }
    SearchSample sample = SearchSample.draw(table, Math.min(step.queries(), rows), step.k());
    if (sample.isEmpty()) {
      return nothing(table, "no row that was sampled has a vector");
    }
    Instant now = clock.instant();
    SearchSample.Answers exact = sample.exact();
    if (exact.recall(exact, now).isEmpty()) {
      return nothing(table, "no row that was sampled has a neighbour");
    }
    SearchTuning<Exception> tuning =
        new SearchTuning<>(
            step.recallTarget(), tried -> sample.byIndex(tried).recall(exact, now).orElseThrow());
    return store(table, index.get(), tuning.tune());
  }

  private static StepOutcome store(LanceTable table, UUID index, TunedSearch tuned)
      throws Exception {
    table.refresh();
    if (!baseSegment(table).equals(Optional.of(index))) {
      return nothing(table, "the index was replaced meanwhile");
    }
    // Were it replaced now, the parameters would name an index that is gone, and nobody use them.
    UpdateConfig operation =
        UpdateConfig.builder()
            .configUpdates(
                UpdateMap.builder().updates(new SearchRecord(index, tuned).properties()).build())
            .build();
    table.commit(operation, Map.of());
    told(table, tuned);
    return new StepOutcome.Done(table.refresh().version(), 0, 0, 0, Duration.ZERO);
  }

  private static Optional<UUID> baseSegment(LanceTable table) {
    return TableIndexes.read(table.dataset()).vectorSegments().stream()
        .findFirst()
        .map(Index::uuid);
  }

  private static StepOutcome nothing(LanceTable table, String why) {
    return new StepOutcome.Nothing(table.dataset().version(), why);
  }

  private static void told(LanceTable table, TunedSearch tuned) {
    RecallEstimate recall = tuned.recall();
    (tuned.reached() ? LOGGER.atInfo() : LOGGER.atWarn())
        .addKeyValue("table", table.uri())
        .addKeyValue("probes", tuned.parameters().probes())
        .addKeyValue("efPerK", tuned.parameters().efPerK())
        .addKeyValue("refine", tuned.parameters().refine())
        .addKeyValue("recall", recall.recall())
        .addKeyValue("target", tuned.target())
        .log(
            tuned.reached()
                ? "search parameters tuned"
                : "no search parameters reach the recall target, the best are used");
  }
}
