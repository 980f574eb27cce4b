package dev.freshet.demo.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The changes of the table when a release replaces the one before. A record whose documentation
 * reads the same is not touched, so its {@code release} column keeps naming the release that last
 * changed it.
 *
 * @param version the newer release
 * @param changes inserts, updates and deletes, ordered by id, each id once
 */
public record ReleaseDiff(String version, List<RowChange> changes) {

  public ReleaseDiff {
    changes = List.copyOf(changes);
  }

  /** A first release: every record is read as it stands. */
  static ReleaseDiff snapshot(Release release) {
    return new ReleaseDiff(
        release.version(), release.records().stream().map(RowChange::read).toList());
  }

  /**
   * The diffs that turn an empty table into the last of {@code releases}, one per release: the
   * first as a snapshot, the others against what the table holds by then.
   */
  public static List<ReleaseDiff> chain(List<Release> releases) {
    Map<String, DocRecord> table = new TreeMap<>();
    List<ReleaseDiff> diffs = new ArrayList<>();
    for (Release release : releases) {
      ReleaseDiff diff = diffs.isEmpty() ? snapshot(release) : against(table, release);
      diff.applyTo(table);
      diffs.add(diff);
    }
    return diffs;
  }

  private static ReleaseDiff against(Map<String, DocRecord> table, Release next) {
    Map<String, RowChange> changes = new TreeMap<>();
    Map<String, DocRecord> gone = new TreeMap<>(table);
    for (DocRecord after : next.records()) {
      DocRecord before = gone.remove(after.id());
      if (before == null) {
        changes.put(after.id(), RowChange.insert(after));
      } else if (!before.saysTheSameAs(after)) {
        changes.put(after.id(), RowChange.update(before, after));
      }
    }
    gone.forEach((id, before) -> changes.put(id, RowChange.delete(before)));
    return new ReleaseDiff(next.version(), List.copyOf(changes.values()));
  }

  private void applyTo(Map<String, DocRecord> table) {
    for (RowChange change : changes) {
      DocRecord after = change.after();
      if (after == null) {
        table.remove(change.id());
      } else {
        table.put(change.id(), after);
      }
    }
  }
}
