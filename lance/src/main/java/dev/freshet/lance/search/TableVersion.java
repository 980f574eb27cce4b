package dev.freshet.lance.search;

import dev.freshet.core.vector.SearchParameters;
import dev.freshet.core.vector.TableState;
import dev.freshet.lance.index.FirstUse;
import dev.freshet.lance.index.VectorIndex;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.ManifestFile;
import dev.freshet.lance.table.TableHead;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
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
   * @param firstUse notes the first read of an index
   */
  static TableVersion read(
      Dataset dataset,
      ChunkSchema schema,
      TableHead head,
      ManifestFile file,
      SearchParameters parameters,
      Set<String> damaged,
      FirstUse firstUse) {
    return new TableVersion(
        new VersionHandle(dataset),
        schema,
        head,
        file,
        state(dataset, head, damaged),
        parameters,
        Indexes.read(dataset, damaged, firstUse));
  }

  private static TableState state(Dataset dataset, TableHead head, Set<String> damaged) {
    ManifestSummary summary = dataset.getVersion().getManifestSummary();
    Optional<IndexDescription> index =
        dataset.describeIndices().stream()
            .filter(description -> description.getName().equals(VectorIndex.NAME))
            .filter(description -> !damaged.contains(description.getName()))
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
   * @param byName the segments of each index, such as {@code vector_idx}; a segment never changes,
   *     so it has to be loaded only once
   * @param damaged names of those that must not be read
   * @param firstUse notes the first read of one
   */
  record Indexes(Map<String, Set<UUID>> byName, Set<String> damaged, FirstUse firstUse) {

    private static Indexes read(Dataset dataset, Set<String> damaged, FirstUse firstUse) {
      Map<String, Set<UUID>> byName = new HashMap<>();
      for (Index index : dataset.getIndexes()) {
        byName.computeIfAbsent(index.name(), name -> new HashSet<>()).add(index.uuid());
      }
      return new Indexes(Map.copyOf(byName), damaged, firstUse);
    }

    Set<String> names() {
      return byName.keySet();
    }

    /** The segments of all indexes. */
    Set<UUID> segments() {
      return segments(name -> true);
    }

    /** Calls {@code body}, which reads the indexes that are wanted. */
    <T> T reading(Predicate<String> wanted, Callable<T> body) throws Exception {
      return firstUse.of(segments(name -> wanted.test(name) && !damaged.contains(name)), body);
    }

    /** Notes that the indexes that are wanted are damaged. */
    void noteDamage(Predicate<String> wanted) {
      firstUse.noteDamage(segments(wanted));
    }

    /** The segments of some indexes. */
    private Set<UUID> segments(Predicate<String> wanted) {
      Set<UUID> segments = new HashSet<>();
      byName.forEach(
          (name, some) -> {
            if (wanted.test(name)) {
              segments.addAll(some);
            }
          });
      return segments;
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
