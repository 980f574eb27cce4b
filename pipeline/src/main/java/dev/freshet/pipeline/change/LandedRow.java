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
 * @param landing which file version it is in, and in which it landed first
 * @param size the file's size in bytes
 * @param landedAt when the file landed (its modification time); limited to the years 1 to 9999,
 *     because a file may carry any time and must not stop the pipeline
 * @param error why the line or the file could not be read properly, or null
 */
public record LandedRow(
    @Nullable String value,
    long line,
    String path,
    Landing landing,
    long size,
    Instant landedAt,
    @Nullable String error) {

  /**
   * Where a line stands in the order of the file versions.
   *
   * @param sequence number of the file version that was read
   * @param firstSequence number of the version in which the line counts as landed: an earlier one
   *     of the same path, if this version begins with all the lines of the one before it
   */
  public record Landing(long sequence, long firstSequence) {}

  public LandedRow {
    landedAt = EpochMicros.clamped(landedAt);
  }

  /** A line that did not land before. */
  public LandedRow(
      @Nullable String value,
      long line,
      String path,
      long sequence,
      long size,
      Instant landedAt,
      @Nullable String error) {
    this(value, line, path, new Landing(sequence, sequence), size, landedAt, error);
  }

  /** Sequence number of the file version that was read. */
  public long sequence() {
    return landing.sequence();
  }

  /** The row's place among all landed lines; unique, and larger for what landed later. */
  public long place() {
    return LandedLine.place(sequence(), line);
  }

  /**
   * The row's place in the order of arrival: later file versions and later lines are larger. A line
   * that landed again with its file keeps its place, so it is not newer than what it was. Unique
   * within what was not landed again, for files of up to 2<sup>31</sup> lines.
   */
  public long arrival() {
    return LandedLine.place(landing.firstSequence(), line);
  }

  /** Where the line comes from, for the rows that a batch makes of it. */
  public Lineage lineage(BatchIdentity batch) {
    return new Lineage(batch, sequence(), path, line, landedAt);
  }
}
