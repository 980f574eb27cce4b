package dev.freshet.demo.feed;

import dev.freshet.demo.corpus.RowChange;
import java.util.List;

/**
 * How many rows change in which way.
 *
 * @param inserts rows that are new to the table, those of a snapshot included
 * @param updates rows whose documentation reads differently
 * @param deletes rows that are no longer documented
 */
public record ChangeCounts(int inserts, int updates, int deletes) {

  static ChangeCounts of(List<RowChange> changes) {
    int inserts = 0;
    int updates = 0;
    int deletes = 0;
    for (RowChange change : changes) {
      switch (change.operation()) {
        case READ, CREATE -> inserts++;
        case UPDATE -> updates++;
        case DELETE -> deletes++;
      }
    }
    return new ChangeCounts(inserts, updates, deletes);
  }

  /** All changes, one event each. */
  public int rows() {
    return inserts + updates + deletes;
  }
}
