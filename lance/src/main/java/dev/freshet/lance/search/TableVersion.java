package dev.freshet.lance.search;

import dev.freshet.core.vector.SearchParameters;
import dev.freshet.core.vector.TableState;
import dev.freshet.lance.table.ManifestFile;
import dev.freshet.lance.table.TableHead;
import java.util.Set;
import java.util.UUID;
import org.lance.Dataset;

/**
 * One version of a table, opened: a handle of its own and what a search must know beside. Scans
 * that were started outlive the handle.
 *
 * @param dataset shares its caches with all handles that come from the same opening
 * @param file where the version is on disk
 */
record TableVersion(
    Dataset dataset,
    TableHead head,
    ManifestFile file,
    TableState state,
    SearchParameters parameters,
    Indexes indexes)
    implements AutoCloseable {

  /**
   * The indexes of a version.
   *
   * @param names such as {@code vector_idx}
   * @param segments of all of them; one never changes, so what was read of it stays true
   */
  record Indexes(Set<String> names, Set<UUID> segments) {}

  long number() {
    return head.version();
  }

  boolean isNewerThan(TableVersion other) {
    return number() > other.number();
  }

  @Override
  public void close() {
    dataset.close();
  }
}
