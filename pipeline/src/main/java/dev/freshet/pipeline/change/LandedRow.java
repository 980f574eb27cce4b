package dev.freshet.pipeline.change;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.EpochMicros;
import dev.freshet.home.layer.LandedLine;
import dev.freshet.home.layer.Lineage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a landed file, or a marker that stands for a file without a readable line.
 *
 * @param value the line as it landed; null for a marker
 * @param line 1-based; 0 for a marker
 * @param path the file
 * @param sequence the file version's sequence number
 * @param size the file's size in bytes
 * @param landedAt when the file landed (its modification time); limited to the years 1 to 9999,
 *     because a file may carry any time and must not stop the pipeline
 * @param error why the line or the file could not be read properly, or null
 */
public record LandedRow(
    @Nullable String value,
    long line,
    String path,
    long sequence,
    long size,
    Instant landedAt,
    @Nullable String error) {

  public LandedRow {
    landedAt = EpochMicros.clamped(landedAt);
  }

  /** The row's place among all landed lines; unique, and larger for what landed later. */
  public long place() {
    return LandedLine.place(sequence, line);
  }

  /**
   * The row's place in the order of arrival: later file versions and later lines are larger. Unique
   * within a file log for files of up to 2<sup>31</sup> lines.
   */
  public long arrival() {
    return place();
  }

  /** Where the line comes from, for the rows that a batch makes of it. */
  public Lineage lineage(BatchIdentity batch) {
    return new Lineage(batch, sequence, path, line, landedAt);
  }
}
