package dev.freshet.cli;

import dev.freshet.core.vector.SearchResult;
import dev.freshet.pipeline.status.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How fresh an answer is.
 *
 * @param asOf everything that landed before is included; null while nothing was committed
 * @param version table version that was searched
 * @param lagMs how long ago {@code asOf} is; null without it
 * @param unindexedRows rows that were scanned because the index does not cover them yet
 */
record Freshness(@Nullable Instant asOf, long version, @Nullable Long lagMs, long unindexedRows) {

  /**
   * @param before what the pipeline said before the search: a running pipeline knows that nothing
   *     landed since its last commit, the table alone does not
   */
  static Freshness of(
      SearchResult result, Optional<RunStatus> before, long unindexedRows, Instant now) {
    Instant asOf = asOf(result.asOf(), before);
    Long lag = asOf == null ? null : Math.max(0, Duration.between(asOf, now).toMillis());
    return new Freshness(asOf, result.version(), lag, unindexedRows);
  }

  /** The later of what the table says and what a live pipeline says. */
  static @Nullable Instant asOf(Optional<Instant> table, Optional<RunStatus> pipeline) {
    Instant ofTable = table.orElse(null);
    Instant ofPipeline = pipeline.filter(RunStatus::live).map(RunStatus::asOf).orElse(null);
    if (ofTable == null || ofPipeline == null) {
      return ofTable == null ? ofPipeline : ofTable;
    }
    return ofPipeline.isAfter(ofTable) ? ofPipeline : ofTable;
  }
}
