package dev.freshet.core.maintenance;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a {@link Probe} found on this host and table. Medians over its queries, in milliseconds.
 *
 * @param flatScanMillisPerThousandRows an exact search without index, for each 1 000 rows scanned;
 *     empty if the table has too few rows to tell, or more than the probe allows
 * @param indexSearchMillis a search that the index alone answers; empty without an index
 * @param recall of the index; empty without one or if it was not asked for
 * @param at when
 */
public record Measured(
    OptionalDouble flatScanMillisPerThousandRows,
    OptionalDouble indexSearchMillis,
    Optional<RecallEstimate> recall,
    Instant at) {}
