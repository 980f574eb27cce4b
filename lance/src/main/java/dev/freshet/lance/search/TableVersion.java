package dev.freshet.lance.search;

import dev.freshet.core.vector.SearchParameters;
import dev.freshet.core.vector.TableState;
import dev.freshet.lance.index.VectorIndex;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.ManifestFile;
import dev.freshet.lance.table.TableHead;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.lance.Dataset;
import org.lance.ManifestSummary;
import org.lance.index.Index;
import org.lance.index.IndexDescription;

/**
 * One open version of a table: a handle of its own, and what a search needs to know of the version.
 * Scans that were started outlive the handle.
 *
 * @param handle it shares its caches with all handles of the same opening
 * @param schema its columns
 * @param head the version's number and record
 * @param file the version's manifest file
 * @param state the state that readers report
 * @param parameters the parameters of searches for neighbours
 * @param indexes the indexes of the version
 */
record TableVersion(
    VersionHandle handle,
    ChunkSchema schema,
    TableHead head,
    ManifestFile file,
    TableState state,
    SearchParameters parameters,
    Indexes indexes)
    implements AutoCloseable {

  /**
   * Reads state and indexes from the manifest: some 0.3 ms, for any number of rows.
   *
   * @param dataset a handle at the version of {@code head}; owned by the result
   * @param damaged names of the indexes that must not be read
   */
  static TableVersion read(
      Dataset dataset,
      ChunkSchema schema,
      TableHead head,
      ManifestFile file,
      SearchParameters parameters,
      Set<String> damaged) {
    return new TableVersion(
        new VersionHandle(dataset),
        schema,
        head,
        file,
        state(dataset, head),
        parameters,
        Indexes.read(dataset, damaged));
  }

  private static TableState state(Dataset dataset, TableHead head) {
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
        new TableState.Coverage(
            Math.max(0, rows - indexed),
            index.map(description -> description.getSegments().size() - 1).orElse(0),
            index.map(IndexDescription::getIndexType)),
        head.record().asOf(),
        head.record().batches(),
        true);
  }

  /**
   * The indexes of a version.
   *
   * @param names such as {@code vector_idx}
   * @param segments of all indexes; a segment never changes, so it has to be loaded only once
   * @param damaged names of those that must not be read
   */
  record Indexes(Set<String> names, Set<UUID> segments, Set<String> damaged) {

    private static Indexes read(Dataset dataset, Set<String> damaged) {
      Set<String> names = new HashSet<>();
      Set<UUID> segments = new HashSet<>();
      for (Index index : dataset.getIndexes()) {
        names.add(index.name());
        segments.add(index.uuid());
      }
      return new Indexes(Set.copyOf(names), Set.copyOf(segments), damaged);
    }
  }

  Dataset dataset() {
    return handle.dataset();
  }

  long number() {
    return head.version();
  }

  boolean isNewerThan(TableVersion other) {
    return number() > other.number();
  }

  /** Keeps the handle open for one more user, who closes this too. */
  TableVersion shared() {
    handle.share();
    return this;
  }

  @Override
  public void close() {
    handle.close();
  }
}
