package dev.freshet.pipeline.verify.deep;

import dev.freshet.home.layer.Lineage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The order in which file versions landed. A version that is larger than memory is read in parts,
 * each under a sequence of its own. All of its lines landed when its first part did, and keep their
 * numbers; a version that is read later as a whole has a row for the file itself in its place.
 * Heap: some hundred bytes for each sequence. Not thread-safe.
 *
 * <p>A part is told by the file's time, which does not change while its parts are read, and by its
 * lines: they go on behind those of the part before, also where a new stream has gone on with the
 * file.
 */
final class LandedOrder {

  /** What is known of one sequence. */
  private static final class Extent {
    private final String path;
    private final Instant landedAt;
    private long first = Long.MAX_VALUE;
    private long last;
    private int rows;
    private boolean refused;

    Extent(Lineage row) {
      this.path = row.file();
      this.landedAt = row.landedAt();
    }

    boolean goesOnBehind(Extent before) {
      boolean putOff = before.last == 0 && !before.refused;
      return landedAt.equals(before.landedAt)
          && (putOff || (before.last > 0 && first > before.last));
    }
  }

  private final TreeMap<Long, Extent> extents = new TreeMap<>();
  private final Map<Long, Long> origins = new HashMap<>();
  private final Map<Long, List<Long>> parts = new HashMap<>();

  /**
   * Adds a row.
   *
   * @param refused whether it is in quarantine
   */
  void add(Lineage row, boolean refused) {
    Extent extent = extents.computeIfAbsent(row.sequence(), sequence -> new Extent(row));
    extent.first = Math.min(extent.first, row.line());
    extent.last = Math.max(extent.last, row.line());
    extent.rows++;
    extent.refused |= refused;
  }

  /** All sequences in the order in which their lines landed, once all rows are added. */
  List<Long> sequences() {
    Map<String, Long> newest = new HashMap<>();
    extents.forEach(
        (sequence, extent) -> {
          Long before = newest.put(extent.path, sequence);
          long origin =
              before != null && extent.goesOnBehind(extents.get(before))
                  ? origin(before)
                  : sequence;
          origins.put(sequence, origin);
          parts.computeIfAbsent(origin, first -> new ArrayList<>()).add(sequence);
        });
    List<Long> sequences = new ArrayList<>(extents.keySet());
    sequences.sort(Comparator.comparingLong(this::origin).thenComparing(each -> each));
    return sequences;
  }

  /** The sequence under which the lines of this one count as landed. */
  long origin(long sequence) {
    return origins.getOrDefault(sequence, sequence);
  }

  /** The sequences under which a version was read, in the order of its lines. */
  List<Long> parts(long origin) {
    return parts.getOrDefault(origin, List.of(origin));
  }

  int rows(long sequence) {
    Extent extent = extents.get(sequence);
    return extent == null ? 0 : extent.rows;
  }
}
