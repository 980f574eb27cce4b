package dev.freshet.bench.rowids;

import java.util.List;

/** A way to replace and delete rows. */
interface RowUpdate {

  /**
   * A change of the table.
   *
   * @param written take the place of the rows with their keys
   * @param removed keys of other rows
   */
  record Change(List<TrialRow> written, List<Integer> removed) {}

  /** The parts of a change that are one commit each. */
  List<Change> commits(Change change);

  /**
   * Makes one commit. Afterwards the table's handle is at the new version.
   *
   * @param part of {@link #commits}
   * @throws Exception what the library throws; the table is then as it was
   */
  void commit(TrialTable table, Change part) throws Exception;

  static RowUpdate of(Variant variant) {
    return switch (variant.way()) {
      case MANUAL -> new ManualUpdate();
      case MERGE_INSERT -> new MergeInsertUpdate();
    };
  }
}
