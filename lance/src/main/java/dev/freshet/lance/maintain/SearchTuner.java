package dev.freshet.lance.maintain;

import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.SearchTuning;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.core.maintenance.TunedSearch;
import dev.freshet.lance.index.SearchRecord;
import dev.freshet.lance.index.TableIndexes;
import dev.freshet.lance.table.LanceTable;
import dev.freshet.lance.table.TableHead;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.lance.index.Index;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tunes search parameters and writes them into the table config. It measures on one version while
 * batches are committed. Its own commit needs no lease; see {@link LanceTable#commitConfig}. Not
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
      return nothing(table, "no sampled row has a vector");
    }
    Instant now = clock.instant();
    SearchSample.Answers exact = sample.exact();
    if (exact.recall(exact, now).isEmpty()) {
      return nothing(table, "no sampled row has a neighbour");
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
    // If the index is replaced now, the parameters name an index that is gone: no search uses them.
    table.commitConfig(new SearchRecord(index, tuned).properties());
    long version = table.refresh().version();
    (tuned.reached() ? LOGGER.atInfo() : LOGGER.atWarn())
        .addKeyValue("table", table.uri())
        .addKeyValue("lanceVersion", version)
        .log(
            tuned.reached()
                ? "search parameters tuned"
                : "no search parameters reach the recall target, the best are used");
    return new StepOutcome.Done(version, 0, 0, 0, Duration.ZERO);
  }

  private static Optional<UUID> baseSegment(LanceTable table) {
    return TableIndexes.read(table.dataset()).vectorSegments().stream()
        .findFirst()
        .map(Index::uuid);
  }

  private static StepOutcome nothing(LanceTable table, String why) {
    return new StepOutcome.Nothing(table.dataset().version(), why);
  }
}
