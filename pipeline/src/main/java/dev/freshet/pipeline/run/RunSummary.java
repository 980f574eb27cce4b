package dev.freshet.pipeline.run;

/**
 * What a run did.
 *
 * @param files file versions processed
 * @param rows landed lines
 * @param batches batches committed
 * @param records live record keys at the end
 * @param quarantined lines and records put into quarantine
 * @param tookMs from the start of the pipeline
 */
public record RunSummary(
    long files, long rows, long batches, long records, long quarantined, long tookMs) {}
