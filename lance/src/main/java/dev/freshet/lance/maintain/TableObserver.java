package dev.freshet.lance.maintain;

import dev.freshet.core.maintenance.ColumnIndex;
import dev.freshet.core.maintenance.FragmentShape;
import dev.freshet.core.maintenance.IndexShape;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.core.maintenance.TunedSearch;
import dev.freshet.core.metadata.StoredColumn;
import dev.freshet.lance.index.ColumnIndexes;
import dev.freshet.lance.index.SearchSettings;
import dev.freshet.lance.index.TableIndexes;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.LanceTable;
import dev.freshet.lance.table.TableHead;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;

/**
 * Reads a table's shape from its manifest and its index descriptions. The anchor row does not
 * count: a table that holds only this row has no fragments to maintain. Not thread-safe.
 */
final class TableObserver {

  /**
   * First by segment, then by age. The manifest is ordered by id, and a compaction gives its result
   * a new id, so an old fragment may come after the tail there.
   */
  private static final Comparator<FragmentShape> ORDER =
      Comparator.<FragmentShape>comparingInt(
              fragment -> fragment.indexed() ? fragment.segment() : Integer.MAX_VALUE)
          .thenComparingInt(FragmentShape::id);

  private final VersionSpan versions;
  private final SearchSettings search;
  private final InstantSource clock;

  TableObserver(VersionSpan versions, SearchSettings search, InstantSource clock) {
    this.versions = versions;
    this.search = search;
    this.clock = clock;
  }

  /** The shape at {@code head}, which {@code table} must be at. */
  TableShape observe(LanceTable table, TableHead head) {
    TableIndexes indexes = TableIndexes.read(table.dataset());
    List<FragmentShape> fragments =
        head.record().anchorRow() ? List.of() : fragments(table, indexes);
    VersionSpan.Dated oldest = versions.oldest(table.dataset());
    return new TableShape(
        head.version(),
        fragments,
        index(indexes, fragments, search.tuned(table)),
        head.version() - oldest.version() + 1,
        oldest.at(),
        clock.instant(),
        columns(indexes, table.schema(), fragments));
  }

  private static List<FragmentShape> fragments(LanceTable table, TableIndexes indexes) {
    Map<Integer, Integer> segments = indexes.vectorSegmentByFragment();
    List<FragmentShape> shapes = new ArrayList<>();
    for (Fragment fragment : table.dataset().getFragments()) {
      FragmentMetadata metadata = fragment.metadata();
      shapes.add(
          new FragmentShape(
              metadata.getId(),
              metadata.getPhysicalRows(),
              metadata.getNumDeletions(),
              bytes(metadata),
              segments.getOrDefault(metadata.getId(), FragmentShape.UNINDEXED)));
    }
    shapes.sort(ORDER);
    return shapes;
  }

  private static long bytes(FragmentMetadata metadata) {
    long bytes = 0;
    for (DataFile file : metadata.getFiles()) {
      Long size = file.getFileSizeBytes();
      bytes += size == null ? 0 : size;
    }
    return bytes;
  }

  private static Map<ColumnIndex, Long> columns(
      TableIndexes indexes, ChunkSchema schema, List<FragmentShape> fragments) {
    Map<String, Set<Integer>> covered = new HashMap<>();
    indexes.others().forEach(index -> covered.put(index.getName(), TableIndexes.fragments(index)));
    Map<ColumnIndex, Long> uncovered = new HashMap<>();
    if (covered.containsKey(ColumnIndexes.FULL_TEXT)) {
      uncovered.put(
          ColumnIndex.fullText(), uncovered(fragments, covered.get(ColumnIndexes.FULL_TEXT)));
    }
    for (StoredColumn column : schema.searched().metadata()) {
      List<String> names = ColumnIndexes.names(column);
      // A column without a value needs no index.
      if (names.isEmpty() || names.stream().anyMatch(covered::containsKey)) {
        uncovered.put(
            ColumnIndex.filter(column.name()),
            names.stream()
                .mapToLong(name -> uncovered(fragments, covered.getOrDefault(name, Set.of())))
                .max()
                .orElse(0));
      }
    }
    return uncovered;
  }

  private static long uncovered(List<FragmentShape> fragments, Set<Integer> covered) {
    return fragments.stream()
        .filter(fragment -> !covered.contains(fragment.id()))
        .mapToLong(FragmentShape::liveRows)
        .sum();
  }

  /** Counts deleted rows as well, as the index holds them; the library counts live rows only. */
  private static Optional<IndexShape> index(
      TableIndexes indexes, List<FragmentShape> fragments, Optional<TunedSearch> tuned) {
    long[] rows = new long[indexes.vectorSegments().size()];
    for (FragmentShape fragment : fragments) {
      if (fragment.indexed()) {
        rows[fragment.segment()] += fragment.rows();
      }
    }
    List<Long> segmentRows = new ArrayList<>();
    for (long segment : rows) {
      segmentRows.add(segment);
    }
    return indexes.vector().map(index -> new IndexShape(index.getIndexType(), segmentRows, tuned));
  }
}
