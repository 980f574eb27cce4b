package dev.freshet.pipeline.metrics;

import dev.freshet.core.BatchIdentity;
import dev.freshet.pipeline.cache.ModelWork;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a batch did, for metrics and the log.
 *
 * @param identity which batch
 * @param skipped whether the vector table already held it; all figures below are 0 then
 * @param files the file versions of the batch
 * @param lines what their lines were
 * @param changes what became of the valid events
 * @param vectors what was embedded and written to the vector table
 * @param timings how long it took and when it was done
 */
public record BatchReport(
    BatchIdentity identity,
    boolean skipped,
    LandedFiles files,
    LineTotals lines,
    ChangeTotals changes,
    VectorTotals vectors,
    Timings timings) {

  /**
   * The file versions of a batch.
   *
   * @param bytes in them, as they landed
   * @param arrivals when each of them came
   */
  public record LandedFiles(long bytes, List<Arrival> arrivals) {

    public LandedFiles {
      arrivals = List.copyOf(arrivals);
    }

    /** How many file versions there are. */
    public long count() {
      return arrivals.size();
    }
  }

  /**
   * When a file version came.
   *
   * @param landedAt when it was modified for the last time
   * @param foundAt when discovery had it in the file log
   */
  public record Arrival(Instant landedAt, Instant foundAt) {}

  /**
   * The lines of a batch: {@code landed = valid + unreadable}.
   *
   * @param landed all lines, markers included
   * @param valid lines that are valid events
   * @param unreadable lines in quarantine because they are no valid event
   */
  public record LineTotals(long landed, long valid, long unreadable) {}

  /**
   * What became of the valid events.
   *
   * @param accepted changes that counted
   * @param stale events that changed nothing because something newer is known
   * @param backwards of these, events that show that their source went backwards: the source
   *     committed them after what is known, but its order or the version says that they are older
   * @param renamed events that gave their record another key, each of which decides about two
   *     records
   * @param refused accepted records in quarantine because the model refuses their text
   * @param emptyDocuments accepted upserts without any text
   */
  public record ChangeTotals(
      long accepted, long stale, long backwards, long renamed, long refused, long emptyDocuments) {}

  /**
   * What the vector table got.
   *
   * @param chunks where the vectors of the accepted documents came from
   * @param model what the model was asked for
   * @param rows rows written to the vector table
   * @param conflicts how often the commit was rebased
   */
  public record VectorTotals(ChunkCounts chunks, ModelWork model, long rows, int conflicts) {}

  /**
   * How long the parts of a batch took.
   *
   * @param embed time to cut and embed
   * @param write time to append the layers, as far as it outlasted embedding, and to stage the rows
   * @param commit time of the vector table's commit
   * @param timeline when each part ended
   */
  public record Timings(Duration embed, Duration write, Duration commit, BatchTimeline timeline) {

    /** When the vector table held the batch. */
    public Instant queryableAt() {
      return timeline.queryableAt();
    }
  }

  /** A batch that the vector table already held. */
  public static BatchReport skipped(BatchIdentity identity, Instant now) {
    return new BatchReport(
        identity,
        true,
        new LandedFiles(0, List.of()),
        new LineTotals(0, 0, 0),
        new ChangeTotals(0, 0, 0, 0, 0, 0),
        new VectorTotals(ChunkCounts.NONE, ModelWork.NONE, 0, 0),
        new Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO, BatchTimeline.nothingAt(now)));
  }

  /** Rows that this batch put into quarantine. */
  public long quarantined() {
    return lines.unreadable() + changes.refused();
  }
}
