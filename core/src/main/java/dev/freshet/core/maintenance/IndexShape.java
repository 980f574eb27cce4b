package dev.freshet.core.maintenance;

import java.util.List;
import java.util.Optional;

/**
 * The vector index of a table version.
 *
 * @param type such as {@code IVF_HNSW_SQ}
 * @param segmentRows vectors per segment, oldest first, so that the base comes first; vectors of
 *     rows that were deleted since count too, where the store knows them
 * @param search the parameters it is searched with; empty if none were ever tuned for this index,
 *     but for one that it has replaced at most
 */
public record IndexShape(String type, List<Long> segmentRows, Optional<TunedSearch> search) {

  public IndexShape {
    segmentRows = List.copyOf(segmentRows);
    if (segmentRows.isEmpty()) {
      throw new IllegalArgumentException("Invalid index: it has no segment");
    }
  }

  /** An index for which no search parameters were tuned. */
  public IndexShape(String type, List<Long> segmentRows) {
    this(type, segmentRows, Optional.empty());
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
