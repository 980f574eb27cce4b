package dev.freshet.home.layer;

import java.time.Instant;

/**
 * One processed batch.
 *
 * @param batchId {@code <stream id>:<end sequence>}
 * @param processedAt when the batch was known to be in the vector table, microseconds UTC
 * @param status how it ended
 */
public record LedgerEntry(String batchId, Instant processedAt, String status) {}
