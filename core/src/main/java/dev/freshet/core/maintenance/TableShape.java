package dev.freshet.core.maintenance;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that maintenance decides from: one version of a vector table, read from its manifest and its
 * index descriptions without reading any row.
 *
 * @param version table version
 * @param fragments those the base segment covers first, then those of each delta, the unindexed
 *     tail last; within each the older ones first
 * @param index the vector index; empty while the table is scanned
 * @param versions table versions that exist, this one included
 * @param oldestVersionAt when the oldest of them was committed
 * @param observedAt when this was read
 * @param columnIndexes the indexes of other columns, and how many live rows each does not cover. A
 *     column without a value, which needs no index, may be among them, with 0
 */
public record TableShape(
    long version,
    List<FragmentShape> fragments,
    Optional<IndexShape> index,
    long versions,
    Instant oldestVersionAt,
    Instant observedAt,
    Map<ColumnIndex, Long> columnIndexes) {

  public TableShape {
    fragments = List.copyOf(fragments);
    columnIndexes = Map.copyOf(columnIndexes);
    int segments = index.map(shape -> shape.segmentRows().size()).orElse(0);
    for (FragmentShape fragment : fragments) {
      if (fragment.segment() >= segments) {
        throw new IllegalArgumentException(
            "Invalid fragment %d: covered by segment %d of an index of %d"
                .formatted(fragment.id(), fragment.segment(), segments));
      }
    }
  }

  /** A shape without indexes of other columns. */
  public TableShape(
      long version,
      List<FragmentShape> fragments,
      Optional<IndexShape> index,
      long versions,
      Instant oldestVersionAt,
      Instant observedAt) {
    this(version, fragments, index, versions, oldestVersionAt, observedAt, Map.of());
  }

  /** Rows a reader sees. */
  public long liveRows() {
    return fragments.stream().mapToLong(FragmentShape::liveRows).sum();
  }

  /** Fragments the vector index does not cover; all without an index. */
  public List<FragmentShape> tail() {
    return fragments.stream().filter(fragment -> !fragment.indexed()).toList();
  }

  /** Live rows a search scans because the vector index does not cover them. */
  public long tailRows() {
    return tail().stream().mapToLong(FragmentShape::liveRows).sum();
  }

  /** Live rows of the fragments that index segment {@code segment} covers. */
  public long coveredRows(int segment) {
    return fragments.stream()
        .filter(fragment -> fragment.segment() == segment)
        .mapToLong(FragmentShape::liveRows)
        .sum();
  }

  /** Segments of the vector index beside its base; 0 without an index. */
  public int deltaSegments() {
    return index.map(IndexShape::deltas).orElse(0);
  }

  /** Share of all stored rows that are deleted, 0 to 1. */
  public double deletedShare() {
    long rows = fragments.stream().mapToLong(FragmentShape::rows).sum();
    return rows == 0 ? 0 : 1 - (double) liveRows() / rows;
  }

  /** The highest fragment id; -1 without fragments. */
  public int newestFragment() {
    return fragments.stream().mapToInt(FragmentShape::id).max().orElse(-1);
  }
}
