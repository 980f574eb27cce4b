package dev.freshet.lance;

import dev.freshet.core.vector.StagedRows;
import java.util.List;
import java.util.Set;
import org.lance.FragmentMetadata;

/**
 * Rows in data files that no version of the table refers to yet.
 *
 * @param uri the table they were written for
 * @param keys record keys of the rows
 * @param fragments empty if there are no rows
 */
record StagedFragments(String uri, long rows, Set<String> keys, List<FragmentMetadata> fragments)
    implements StagedRows {

  StagedFragments {
    keys = Set.copyOf(keys);
    fragments = List.copyOf(fragments);
  }
}
