package dev.freshet.lance.search;

import dev.freshet.core.vector.IndexCoverage;
import dev.freshet.core.vector.TableState;
import dev.freshet.lance.index.VectorIndex;
import dev.freshet.lance.table.TableHead;
import java.util.Optional;
import org.lance.Dataset;
import org.lance.ManifestSummary;
import org.lance.index.IndexDescription;

/** Reads a table's state from its manifest: some 0.3 ms, whatever the number of rows. */
final class TableStates {

  private TableStates() {}

  /** The state at {@code head}, which {@code dataset} must be at. */
  static TableState read(Dataset dataset, TableHead head) {
    ManifestSummary summary = dataset.getVersion().getManifestSummary();
    Optional<IndexDescription> index =
        dataset.describeIndices().stream()
            .filter(description -> description.getName().equals(VectorIndex.NAME))
            .findFirst();
    boolean vacant = head.record().anchorRow();
    long rows = vacant ? 0 : summary.getTotalRows();
    long indexed = vacant ? 0 : index.map(IndexDescription::getRowsIndexed).orElse(0L);
    return new TableState(
        head.version(),
        Math.toIntExact(summary.getTotalFragments()),
        rows,
        new IndexCoverage(
            Math.max(0, rows - indexed),
            index.map(description -> description.getSegments().size() - 1).orElse(0),
            index.map(IndexDescription::getIndexType)),
        head.record().asOf(),
        head.record().batches(),
        true);
  }
}
