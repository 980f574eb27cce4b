package dev.freshet.pipeline.run;

/**
 * What a run did.
 *
 * @param files file versions processed
 * @param rows landed lines
 * @param batches batches committed
 * @param records live record keys at the end
 * @param quarantined lines and records put into quarantine
 * @param stale events that changed nothing, since a newer state of their record is known
 * @param tookMs from the start of the pipeline
 */
public record RunSummary(
    long files, long rows, long batches, long records, long quarantined, long stale, long tookMs) {}
