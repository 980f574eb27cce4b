package dev.freshet.core.maintenance;

import java.util.List;

/**
 * The vector index of a table version.
 *
 * @param type such as {@code IVF_HNSW_SQ}
 * @param segmentRows vectors per segment, oldest first, so that the base comes first; vectors of
 *     rows that were deleted since count too, where the store knows them
 */
public record IndexShape(String type, List<Long> segmentRows) {

  public IndexShape {
    segmentRows = List.copyOf(segmentRows);
    if (segmentRows.isEmpty()) {
      throw new IllegalArgumentException("Invalid index: it has no segment");
    }
  }

  /** Vectors in the base segment. */
  public long baseRows() {
    return segmentRows.get(0);
  }

  /** Vectors per delta segment, oldest first; empty if the index is one piece. */
  public List<Long> deltaRows() {
    return segmentRows.subList(1, segmentRows.size());
  }

  /** Segments beside the base. */
  public int deltas() {
    return segmentRows.size() - 1;
  }
}
