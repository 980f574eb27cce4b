package dev.freshet.lance.maintain;

import dev.freshet.core.maintenance.Measured;
import dev.freshet.core.maintenance.Probe;
import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.core.vector.SearchParameters;
import dev.freshet.lance.table.LanceTable;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Measures searches by vectors of the table, with the parameters that searches use. It uses the
 * maintainer's own handle, so it does not measure the caches of a search server. Not thread-safe.
 */
final class SearchProbe {

  /** A scan of fewer rows takes no longer than any search. */
  private static final long SCANNED_ROWS_MIN = 1_000;

  private final LanceTable table;
  private final Probe probe;
  private final SearchParameters parameters;
  private final long rows;
  private final long tailRows;
  private final boolean indexed;

  /**
   * @param probe what to measure
   * @param shape the shape of the version {@code table} is at
   * @param parameters the parameters that searches use at that version
   */
  SearchProbe(LanceTable table, Probe probe, TableShape shape, SearchParameters parameters) {
    this.table = table;
    this.probe = probe;
    this.parameters = parameters;
    this.rows = shape.liveRows();
    this.tailRows = shape.tailRows();
    this.indexed = shape.index().isPresent();
  }

  Measured measure(Instant now) throws Exception {
    SearchSample sample = SearchSample.draw(table, Math.min(probe.queries(), rows), probe.k());
    if (sample.isEmpty()) {
      return new Measured(OptionalDouble.empty(), OptionalDouble.empty(), Optional.empty(), now);
    }
    boolean recallAsked = probe.recall() && indexed;
    boolean scans = recallAsked || (rows >= SCANNED_ROWS_MIN && rows <= probe.scanRowsMax());
    Optional<SearchSample.Answers> exact = scans ? Optional.of(sample.exact()) : Optional.empty();
    Optional<SearchSample.Answers> found =
        indexed ? Optional.of(sample.byIndex(parameters)) : Optional.empty();
    OptionalDouble flat =
        exact.isEmpty() || rows < SCANNED_ROWS_MIN
            ? OptionalDouble.empty()
            : OptionalDouble.of(exact.get().medianMillis() * 1_000 / rows);
    Optional<RecallEstimate> recall =
        recallAsked
            ? found.flatMap(answers -> exact.flatMap(truth -> answers.recall(truth, now)))
            : Optional.empty();
    return new Measured(
        flat,
        found.map(answers -> indexSearch(answers, flat)).orElse(OptionalDouble.empty()),
        recall,
        now);
  }

  /** The time without the scan of the tail, estimated; at least a quarter of the measured time. */
  private OptionalDouble indexSearch(SearchSample.Answers found, OptionalDouble flat) {
    double median = found.medianMillis();
    double tail = flat.orElse(0) * tailRows / 1_000;
    return OptionalDouble.of(Math.max(median / 4, median - tail));
  }
}
