package dev.freshet.home.delta.upkeep;

import java.util.List;

/**
 * What one version of a Delta table consists of. Immutable.
 *
 * @param table its name, such as {@code bronze}
 * @param version the newest version
 * @param files the data files of that version, oldest first
 * @param log what lies in its log
 */
public record LayerShape(String table, long version, List<DataFile> files, Log log) {

  /** A tier holds files of up to so many times as many rows as the tier below. */
  public static final int TIER_FACTOR = 16;

  /** A file of at least so many bytes is never joined with others. */
  public static final long FULL_BYTES = 64L << 20;

  /** The data files of one compaction have together at most so many bytes. */
  public static final long COMPACTED_BYTES_MAX = 128L << 20;

  /** The tier of a file that is full, or about which too little is known. */
  public static final int NO_TIER = -1;

  public LayerShape {
    files = List.copyOf(files);
  }

  /**
   * A data file.
   *
   * @param path as the log has it
   * @param rows its rows; negative if the log does not say, or if rows of it were deleted
   * @param bytes its size
   * @param written when it was written, milliseconds since 1970
   */
  public record DataFile(String path, long rows, long bytes, long written) {

    /**
     * The power of {@link #TIER_FACTOR} that its rows reach. So many files of one tier make a file
     * of the next tier, whatever their bytes are: a row is written again once per tier.
     */
    public int tier() {
      if (rows < 0 || bytes >= FULL_BYTES) {
        return NO_TIER;
      }
      int tier = 0;
      for (long reach = TIER_FACTOR; reach <= rows; reach *= TIER_FACTOR) {
        tier++;
      }
      return tier;
    }
  }

  /**
   * The log of a table.
   *
   * @param entries commits that are in it as files
   * @param expired those of them that no reader needs any more
   * @param sinceCheckpoint commits after the newest checkpoint; all if there is none
   */
  public record Log(long entries, long expired, long sinceCheckpoint) {}

  /** The oldest files of a tier: at most so many, and at most {@link #COMPACTED_BYTES_MAX}. */
  public List<DataFile> oldest(int tier, int filesMax) {
    long bytes = 0;
    int taken = 0;
    List<DataFile> ofTier = files.stream().filter(file -> file.tier() == tier).toList();
    while (taken < ofTier.size()
        && taken < filesMax
        && bytes + ofTier.get(taken).bytes() <= COMPACTED_BYTES_MAX) {
      bytes += ofTier.get(taken).bytes();
      taken++;
    }
    return ofTier.subList(0, taken);
  }
}
