package dev.freshet.lance;

import dev.freshet.core.vector.TableState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lance.ManifestSummary;
import org.lance.index.IndexDescription;

/**
 * Reads a table's state from its manifest, once per version: some 2 ms, whatever the number of
 * rows. Not thread-safe.
 */
final class StateReader {

  private final LanceTable table;
  private @Nullable TableState known;

  StateReader(LanceTable table) {
    this.table = table;
  }

  /** The state at {@code head}, which the table must be at. */
  TableState at(TableHead head) {
    TableState last = known;
    if (last == null || last.version() != head.version()) {
      last = read(head);
      known = last;
    }
    return last;
  }

  private TableState read(TableHead head) {
    ManifestSummary summary = table.dataset().getVersion().getManifestSummary();
    Optional<IndexDescription> index =
        table.dataset().describeIndices().stream()
            .filter(description -> description.getName().equals(VectorIndex.NAME))
            .findFirst();
    boolean vacant = head.record().anchorRow();
    long rows = vacant ? 0 : summary.getTotalRows();
    long indexed = vacant ? 0 : index.map(IndexDescription::getRowsIndexed).orElse(0L);
    return new TableState(
        head.version(),
        Math.toIntExact(summary.getTotalFragments()),
        rows,
        Math.max(0, rows - indexed),
        index.map(description -> description.getSegments().size() - 1).orElse(0),
        index.map(IndexDescription::getIndexType),
        head.record().asOf(),
        head.record().batches(),
        true);
  }
}
