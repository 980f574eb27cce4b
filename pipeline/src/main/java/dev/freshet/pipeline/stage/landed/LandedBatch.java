package dev.freshet.pipeline.stage.landed;

import dev.freshet.core.BatchIdentity;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.metrics.BatchReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The landed lines of one micro-batch.
 *
 * @param identity the stream and the sequence of the batch's last file version
 * @param rows in the order of their file versions and lines, not empty
 */
public record LandedBatch(BatchIdentity identity, List<LandedRow> rows) {

  /**
   * The batch that some rows are.
   *
   * @param rows in any order, not empty
   */
  public static LandedBatch of(String streamId, List<LandedRow> rows) {
    List<LandedRow> ordered = new ArrayList<>(rows);
    ordered.sort(Comparator.comparingLong(LandedRow::sequence).thenComparing(LandedRow::line));
    long end = ordered.get(ordered.size() - 1).sequence();
    return new LandedBatch(new BatchIdentity(streamId, end), ordered);
  }

  /** When the first file landed, by the order of the file versions. */
  public Instant firstLanded() {
    return rows.get(0).landedAt();
  }

  /**
   * The file versions, in order. One whose time of discovery is not known counts as found when the
   * batch was taken.
   */
  public BatchReport.LandedFiles files(BatchOrigin origin) {
    Map<Long, BatchReport.Arrival> arrivals = new LinkedHashMap<>();
    Map<Long, Long> sizes = new HashMap<>();
    for (LandedRow row : rows) {
      arrivals.computeIfAbsent(row.sequence(), sequence -> arrival(row, origin));
      sizes.put(row.sequence(), row.size());
    }
    long bytes = sizes.values().stream().mapToLong(Long::longValue).sum();
    return new BatchReport.LandedFiles(bytes, List.copyOf(arrivals.values()));
  }

  private static BatchReport.Arrival arrival(LandedRow first, BatchOrigin origin) {
    return new BatchReport.Arrival(
        first.landedAt(), origin.foundAt().apply(first.sequence()).orElse(origin.takenAt()));
  }
}
