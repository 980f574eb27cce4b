package dev.freshet.lance.write;

import dev.freshet.lance.table.CommitRecord;
import dev.freshet.lance.table.LanceTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.operation.Update;

/**
 * One commit that removes old rows and adds new ones together.
 *
 * <p>It always names at least one existing fragment. It names the fragment with the smallest id
 * even if it deletes no row there: unchanged, as the <em>anchor</em>. Any two such commits touch
 * that fragment, so the second always conflicts, also with an earlier attempt of itself whose
 * answer was lost. Without the anchor two commits that only add rows would both succeed.
 *
 * @param operation what to commit
 * @param deletedRows how many live rows the commit deletes
 * @param anchorRow whether the table holds the anchor row afterwards
 */
record RowReplacement(Update operation, long deletedRows, boolean anchorRow) {

  /** Changes no row, but conflicts with every other commit of a writer. */
  static RowReplacement none(LanceTable table, CommitRecord record) {
    return new RowReplacement(
        operation(table, table.dataset().getFragments(), Map.of(), List.of()),
        0,
        record.anchorRow());
  }

  /**
   * Plans a batch on the version {@code table} is at, which must have at least one fragment. Writes
   * deletion files, which are on disk at the end; no version refers to them before the commit.
   */
  static RowReplacement plan(
      LanceTable table,
      CommitRecord record,
      Set<String> keys,
      StagedFragments staged,
      FragmentWriter writer)
      throws Exception {
    List<Fragment> fragments = table.dataset().getFragments();
    RowAddresses old = new RowAddresses();
    long deletedRows = 0;
    if (!record.anchorRow()) {
      old.addRecords(table.dataset(), keys);
      deletedRows = old.count();
    } else if (staged.rows() > 0) {
      old.addAnchorRow(table.dataset());
    }
    boolean leavesNothing = staged.rows() == 0 && old.count() > 0 && old.count() == rows(fragments);
    List<FragmentMetadata> added = leavesNothing ? writer.writeAnchorRow() : staged.fragments();
    return new RowReplacement(
        operation(table, fragments, old.offsetsByFragment(), added),
        deletedRows,
        leavesNothing || (record.anchorRow() && staged.rows() == 0));
  }

  /**
   * Adds the anchor row to a table without fragments; only another client can leave a table so. Two
   * writers that do this at once do not conflict: the row then exists twice, and the next batch
   * removes both.
   */
  static void restoreAnchorRow(LanceTable table, CommitRecord record, FragmentWriter writer)
      throws Exception {
    table.commit(
        operation(table, List.of(), Map.of(), writer.writeAnchorRow()),
        record.withAnchorRow().properties());
  }

  private static long rows(List<Fragment> fragments) {
    return fragments.stream().mapToLong(fragment -> fragment.metadata().getNumRows()).sum();
  }

  private static Update operation(
      LanceTable table,
      List<Fragment> fragments,
      Map<Integer, List<Integer>> deleted,
      List<FragmentMetadata> added) {
    List<FragmentMetadata> updated = new ArrayList<>();
    List<Long> removed = new ArrayList<>();
    deleted.forEach(
        (fragment, offsets) -> {
          FragmentMetadata left = table.dataset().getFragment(fragment).deleteRows(offsets);
          if (left == null) {
            removed.add((long) fragment);
          } else {
            updated.add(left);
          }
        });
    table.sync().deletionFiles(updated);
    fragments.stream()
        .min(Comparator.comparingInt(Fragment::getId))
        .filter(anchor -> !deleted.containsKey(anchor.getId()))
        .ifPresent(anchor -> updated.add(anchor.metadata()));
    return Update.builder()
        .removedFragmentIds(removed)
        .updatedFragments(updated)
        .newFragments(added)
        .fieldsForPreservingFragBitmap(table.fieldIds())
        .updateMode(Optional.of(Update.UpdateMode.RewriteRows))
        .build();
  }
}
