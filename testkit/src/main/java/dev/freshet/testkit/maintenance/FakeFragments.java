package dev.freshet.testkit.maintenance;

import dev.freshet.core.maintenance.FragmentShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** The fragments of a fake table, in manifest order. Not thread-safe. */
final class FakeFragments {

  private final long bytesPerRow;
  private final List<FragmentShape> fragments = new ArrayList<>();
  private int next;

  FakeFragments(long bytesPerRow) {
    this.bytesPerRow = bytesPerRow;
  }

  List<FragmentShape> list() {
    return List.copyOf(fragments);
  }

  long liveRows() {
    return fragments.stream().mapToLong(FragmentShape::liveRows).sum();
  }

  /** Live rows of the fragments with this id or a higher one. */
  long liveRowsFrom(int id) {
    return fragments.stream()
        .filter(fragment -> fragment.id() >= id)
        .mapToLong(FragmentShape::liveRows)
        .sum();
  }

  /** The id of the next fragment. */
  int next() {
    return next;
  }

  void append(long rows) {
    fragments.add(fragment(rows, FragmentShape.UNINDEXED));
  }

  /** Deletes the oldest rows; fragments without live rows disappear. */
  void delete(long rows) {
    long left = rows;
    for (int i = 0; i < fragments.size() && left > 0; i++) {
      FragmentShape fragment = fragments.get(i);
      long deleted = Math.min(left, fragment.liveRows());
      left -= deleted;
      fragments.set(
          i,
          new FragmentShape(
              fragment.id(),
              fragment.rows(),
              fragment.deletedRows() + deleted,
              fragment.bytes(),
              fragment.segment()));
    }
    fragments.removeIf(fragment -> fragment.liveRows() == 0);
  }

  /**
   * Puts one fragment in the place of several.
   *
   * @return its rows; -1 if fewer than {@code least} are there, or no index segment covers them all
   */
  long compact(List<Integer> ids, int least) {
    List<FragmentShape> sources =
        fragments.stream().filter(fragment -> ids.contains(fragment.id())).toList();
    if (sources.size() < least || new HashSet<>(segmentsOf(sources)).size() > 1) {
      return -1;
    }
    int first = fragments.indexOf(sources.get(0));
    long rows = sources.stream().mapToLong(FragmentShape::liveRows).sum();
    fragments.removeAll(sources);
    fragments.add(first, fragment(rows, sources.get(0).segment()));
    return rows;
  }

  private static List<Integer> segmentsOf(List<FragmentShape> sources) {
    return sources.stream().map(FragmentShape::segment).toList();
  }

  /** Moves the fragments of one index segment to another; returns their live rows. */
  long cover(int from, int to) {
    long rows = 0;
    for (int i = 0; i < fragments.size(); i++) {
      FragmentShape fragment = fragments.get(i);
      if (fragment.segment() == from) {
        rows += fragment.liveRows();
        fragments.set(i, withSegment(fragment, to));
      }
    }
    return rows;
  }

  void uncover() {
    fragments.replaceAll(fragment -> withSegment(fragment, FragmentShape.UNINDEXED));
  }

  void clear() {
    fragments.clear();
  }

  private FragmentShape fragment(long rows, int segment) {
    return new FragmentShape(next++, rows, 0, rows * bytesPerRow, segment);
  }

  private static FragmentShape withSegment(FragmentShape fragment, int segment) {
    return new FragmentShape(
        fragment.id(), fragment.rows(), fragment.deletedRows(), fragment.bytes(), segment);
  }
}
