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
 * One commit that makes old rows disappear and new ones appear together.
 *
 * <p>It always names at least one fragment that exists: if no row of it goes, the one with the
 * smallest id is named unchanged, as the <em>anchor</em>. Any two such commits then meet in that
 * fragment, so the second always conflicts, even with its own twin whose answer was lost. Without
 * it, two commits that only add rows both succeed.
 *
 * @param operation what to commit
 * @param deletedRows live rows that disappear
 * @param anchorRow whether the table holds the anchor row afterwards
 */
public record RowReplacement(Update operation, long deletedRows, boolean anchorRow) {

  /** Changes nothing, but conflicts with every other commit of ours. */
  public static RowReplacement none(LanceTable table, CommitRecord record) {
    return new RowReplacement(
        operation(table, table.dataset().getFragments(), Map.of(), List.of()),
        0,
        record.anchorRow());
  }

  /**
   * Plans a batch against the version {@code table} is at, which has at least one fragment. Writes
   * deletion files that nothing refers to until the commit.
   */
  static RowReplacement plan(
      LanceTable table,
      CommitRecord record,
      Set<String> keys,
      StagedFragments staged,
      FragmentWriter writer)
      throws Exception {
    List<Fragment> fragments = table.dataset().getFragments();
    RowAddresses doomed = new RowAddresses();
    long deletedRows = 0;
    if (!record.anchorRow()) {
      doomed.addRecords(table.dataset(), keys);
      deletedRows = doomed.count();
    } else if (staged.rows() > 0) {
      doomed.addAnchorRow(table.dataset());
    }
    boolean leavesNothing =
        staged.rows() == 0 && doomed.count() > 0 && doomed.count() == rows(fragments);
    List<FragmentMetadata> added = leavesNothing ? writer.writeAnchorRow() : staged.fragments();
    return new RowReplacement(
        operation(table, fragments, doomed.offsetsByFragment(), added),
        deletedRows,
        leavesNothing || (record.anchorRow() && staged.rows() == 0));
  }

  /**
   * Gives a table without fragments its anchor row back; only a foreign client can have emptied it
   * so far. Two writers doing this at once do not conflict; the row is then there twice, and the
   * next batch removes both.
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
      Map<Integer, List<Integer>> doomed,
      List<FragmentMetadata> added) {
    List<FragmentMetadata> updated = new ArrayList<>();
    List<Long> removed = new ArrayList<>();
    doomed.forEach(
        (fragment, offsets) -> {
          FragmentMetadata left = table.dataset().getFragment(fragment).deleteRows(offsets);
          if (left == null) {
            removed.add((long) fragment);
          } else {
            updated.add(left);
          }
        });
    fragments.stream()
        .min(Comparator.comparingInt(Fragment::getId))
        .filter(anchor -> !doomed.containsKey(anchor.getId()))
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
