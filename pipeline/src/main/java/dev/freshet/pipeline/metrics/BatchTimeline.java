package dev.freshet.pipeline.metrics;

import dev.freshet.home.report.FreshnessTerms;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The moments of a batch, each taken where it happens.
 *
 * @param takenAt when the stream took the batch's files
 * @param readAt when their rows were in memory
 * @param reducedAt when it was decided what each layer gets; the layers and the embedding begin
 * @param layers when the layers were committed
 * @param embeddedAt when the last document had its vectors
 * @param queryableAt when the vector table was committed
 */
public record BatchTimeline(
    Instant takenAt,
    Instant readAt,
    Instant reducedAt,
    LayerCommits layers,
    Instant embeddedAt,
    Instant queryableAt) {

  /**
   * When the layers were committed: when the append returned.
   *
   * @param bronzeAt of Bronze
   * @param silverAt of Silver
   * @param goldAt of Gold
   */
  public record LayerCommits(Instant bronzeAt, Instant silverAt, Instant goldAt) {

    /** When all of them were. */
    Instant lastAt() {
      return Stream.of(bronzeAt, silverAt, goldAt).max(Instant::compareTo).orElseThrow();
    }
  }

  /** A batch for which nothing was done. */
  static BatchTimeline nothingAt(Instant now) {
    return new BatchTimeline(now, now, now, new LayerCommits(now, now, now), now, now);
  }

  /** How the time from a file's landing to its being queryable was spent. */
  public FreshnessTerms terms(BatchReport.Arrival file) {
    return FreshnessTerms.between(
        file.landedAt(),
        List.of(
            file.foundAt(), takenAt, readAt, reducedAt, layers.lastAt(), embeddedAt, queryableAt));
  }
}
