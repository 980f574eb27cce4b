package dev.freshet.core.maintenance;

/**
 * One data fragment of a table version, as its manifest describes it.
 *
 * @param id the fragment's id; ids only grow, so a new fragment has a higher one
 * @param rows rows in its files, deleted ones included
 * @param deletedRows how many of them are deleted
 * @param bytes size of its data files
 * @param segment ordinal of the vector index segment that covers it: 0 is the base, 1 and more are
 *     deltas, {@link #UNINDEXED} if none does
 */
public record FragmentShape(int id, long rows, long deletedRows, long bytes, int segment) {

  /** The {@link #segment} of a fragment of the unindexed tail. */
  public static final int UNINDEXED = -1;

  public FragmentShape {
    if (deletedRows < 0 || rows < deletedRows || bytes < 0 || segment < UNINDEXED) {
      throw new IllegalArgumentException(
          "Invalid fragment %d: %d rows, %d deleted, %d bytes, segment %d"
              .formatted(id, rows, deletedRows, bytes, segment));
    }
  }

  /** Whether the vector index covers it; a search scans it otherwise. */
  public boolean indexed() {
    return segment != UNINDEXED;
  }

  /** Rows a reader sees. */
  public long liveRows() {
    return rows - deletedRows;
  }

  /** Share of its rows that are deleted, 0 to 1. */
  public double deletedShare() {
    return rows == 0 ? 0 : (double) deletedRows / rows;
  }
}
