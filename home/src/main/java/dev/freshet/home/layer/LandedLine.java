package dev.freshet.home.layer;

import dev.freshet.core.BatchIdentity;
import java.util.List;

/**
 * The landed line a row comes from; the same in every layer. The batch that wrote the row is left
 * out: after a crash the same line may be written by a batch that ends elsewhere.
 *
 * @param stream the stream that numbered the file
 * @param sequence of the landed file version
 * @param line in the file from 1; 0 for the file itself
 */
public record LandedLine(String stream, long sequence, long line) {

  /** The lines of any layer. */
  public static final Projection<LandedLine> PROJECTION =
      Projection.of(
          List.of(Lineage.BATCH_ID, Lineage.SEQUENCE, Lineage.LINE),
          cells -> of(cells.text(0), cells.number(1), cells.number(2)));

  /** The line's place among all landed lines; larger for what landed later. */
  public long place() {
    return place(sequence, line);
  }

  /**
   * The place of a line among all landed lines: unique for files of up to 2<sup>31</sup> lines, and
   * larger for what landed later, also where a new stream follows a lost one.
   */
  public static long place(long sequence, long line) {
    return (sequence << 31) + line;
  }

  /** The sequence in a {@link #place}. */
  public static long sequenceOf(long place) {
    return place >> 31;
  }

  static LandedLine of(String batchId, long sequence, long line) {
    // One copy of the stream id: there may be a line in memory per record key.
    return new LandedLine(BatchIdentity.parse(batchId).streamId().intern(), sequence, line);
  }
}
