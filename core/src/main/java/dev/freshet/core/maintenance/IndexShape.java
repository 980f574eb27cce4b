package dev.freshet.core.maintenance;

import java.util.List;
import java.util.Optional;

/**
 * The vector index of a table version.
 *
 * @param type such as {@code IVF_HNSW_SQ}
 * @param segmentRows vectors per segment, oldest first, so that the base comes first; vectors of
 *     rows that were deleted since count too, where the store knows them
 * @param search the parameters it is searched with; empty if none were tuned for this very index
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

  /** Segments beside the base. */
  public int deltas() {
    return segmentRows.size() - 1;
  }
}
