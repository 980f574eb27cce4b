package dev.freshet.core.vector;

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
public record Freshness(
    @Nullable Instant asOf, long version, @Nullable Long lagMs, long unindexedRows) {

  /**
   * @param table the version that was searched
   * @param live what a running pipeline reported <em>before</em> the search: only the pipeline
   *     knows that nothing landed since its last commit
   */
  public static Freshness of(TableState table, Optional<Instant> live, Instant now) {
    Instant asOf = asOf(table, live).orElse(null);
    Long lag = asOf == null ? null : Math.max(0, Duration.between(asOf, now).toMillis());
    return new Freshness(asOf, table.version(), lag, table.unindexedRows());
  }

  /**
   * The later of what the table says and what a live pipeline reports, which is about the newest
   * version only.
   */
  public static Optional<Instant> asOf(TableState table, Optional<Instant> live) {
    Optional<Instant> own = table.asOf();
    if (!table.newest() || own.isEmpty() || live.isEmpty()) {
      return table.newest() ? own.or(() -> live) : own;
    }
    return live.get().isAfter(own.get()) ? live : own;
  }
}
