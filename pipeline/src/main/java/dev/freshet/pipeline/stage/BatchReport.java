package dev.freshet.pipeline.stage;

import dev.freshet.core.BatchIdentity;
import dev.freshet.pipeline.cache.ModelWork;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a batch did, for metrics and the log.
 *
 * @param identity which batch
 * @param skipped whether the vector table held it before; all counts below are 0 then
 * @param rows landed lines, markers included
 * @param valid lines that are valid events
 * @param files file versions
 * @param bytes in them, as they landed
 * @param accepted changes that counted
 * @param stale events that changed nothing because something newer is known
 * @param unreadable lines in quarantine because they are no valid event
 * @param refused records in quarantine because the model refuses their text
 * @param emptyDocuments upserts without any text
 * @param chunkCounts where the vectors of the accepted documents came from
 * @param model what the model was asked for
 * @param chunks rows written to the vector table
 * @param embed time to cut and embed
 * @param write time to append the layers, as far as it outlasted embedding, and to stage the rows
 * @param commit time of the vector table's commit
 * @param conflicts rebases of that commit
 * @param layersAt when the layers held the batch
 * @param queryableAt when the vector table held it
 * @param landedAt when each file version landed
 */
public record BatchReport(
    BatchIdentity identity,
    boolean skipped,
    long rows,
    long valid,
    long files,
    long bytes,
    long accepted,
    long stale,
    long unreadable,
    long refused,
    long emptyDocuments,
    ChunkCounts chunkCounts,
    ModelWork model,
    long chunks,
    Duration embed,
    Duration write,
    Duration commit,
    int conflicts,
    Instant layersAt,
    Instant queryableAt,
    List<Instant> landedAt) {

  public BatchReport {
    landedAt = List.copyOf(landedAt);
  }

  /** Rows this batch put into quarantine. */
  public long quarantined() {
    return unreadable + refused;
  }

  static BatchReport skipped(BatchIdentity identity, Instant now) {
    return new BatchReport(
        identity,
        true,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        ChunkCounts.NONE,
        ModelWork.NONE,
        0,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO,
        0,
        now,
        now,
        List.of());
  }
}
