package dev.freshet.bench.rowids;

import java.util.Collection;
import java.util.List;

/** A way to replace and delete rows. */
interface RowUpdate {

  /**
   * Puts rows in the place of those with their keys, and removes others. Afterwards the table's
   * handle is at the new version.
   *
   * @throws Exception what the library throws; the table is then as it was, or the deletion alone
   *     is missing
   */
  void apply(TrialTable table, List<TrialRow> rows, Collection<Integer> removed) throws Exception;

  static RowUpdate of(Variant variant) {
    return switch (variant.way()) {
      case MANUAL -> new ManualUpdate();
      case MERGE_INSERT -> new MergeInsertUpdate();
    };
  }
}
