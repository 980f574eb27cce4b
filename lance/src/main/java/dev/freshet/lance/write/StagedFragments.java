package dev.freshet.lance.write;

import dev.freshet.core.vector.StagedRows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lance.FragmentMetadata;

/**
 * Rows in data files that no version of the table refers to yet.
 *
 * @param uri the table they were written for
 * @param ids chunk ids of the rows
 * @param keys record keys of the rows
 * @param fragments empty if there are no rows
 */
record StagedFragments(
    String uri, Set<String> ids, Set<String> keys, List<FragmentMetadata> fragments)
    implements StagedRows {

  StagedFragments {
    ids = Set.copyOf(ids);
    keys = Set.copyOf(keys);
    fragments = List.copyOf(fragments);
  }

  @Override
  public long rows() {
    return ids.size();
  }

  /**
   * Combines all parts into one.
   *
   * @throws IllegalArgumentException if a part was staged for another table than {@code uri}, or
   *     two hold the same chunk id
   */
  static StagedFragments combine(String uri, List<StagedRows> parts) {
    Set<String> ids = new HashSet<>();
    Set<String> keys = new HashSet<>();
    List<FragmentMetadata> fragments = new ArrayList<>();
    for (StagedRows part : parts) {
      StagedFragments own = of(uri, part);
      int before = ids.size();
      ids.addAll(own.ids());
      if (ids.size() != before + own.ids().size()) {
        throw new IllegalArgumentException(
            "Cannot combine staged rows: two of them have the same chunk id");
      }
      keys.addAll(own.keys());
      fragments.addAll(own.fragments());
    }
    return new StagedFragments(uri, ids, keys, fragments);
  }

  /**
   * The fragments of {@code rows}.
   *
   * @throws IllegalArgumentException if {@code rows} were staged for another table than {@code uri}
   */
  static StagedFragments of(String uri, StagedRows rows) {
    if (rows instanceof StagedFragments staged && staged.uri().equals(uri)) {
      return staged;
    }
    throw new IllegalArgumentException("Cannot commit rows that another table has staged");
  }
}
