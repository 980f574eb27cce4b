package dev.freshet.lance.maintain;

import dev.freshet.lance.index.ColumnIndexes;
import dev.freshet.lance.index.TableIndexes;
import dev.freshet.lance.table.LanceTable;
import java.util.List;
import org.lance.index.IndexDescription;
import org.lance.index.OptimizeOptions;

/**
 * Keeps the scalar indexes up with the table: the library makes one piece of each whenever it
 * extends it, at a cost of a few ms for 1 000 new rows. Does not conflict with batches.
 *
 * <p>A full-text index is left alone. The library (7.0.0) would append a segment to it, and then
 * misses rows in filtered searches; merging segments can end the process. It is built anew instead,
 * and what it lacks until then is scanned.
 */
public final class OtherIndexes {

  private OtherIndexes() {}

  /** Covers what the scalar indexes lack. */
  public static void extend(LanceTable table) {
    List<String> names =
        TableIndexes.read(table.dataset()).others().stream()
            .map(IndexDescription::getName)
            .filter(name -> !name.equals(ColumnIndexes.FULL_TEXT))
            .toList();
    if (!names.isEmpty()) {
      table
          .dataset()
          .optimizeIndices(
              OptimizeOptions.builder().indexNames(names).numIndicesToMerge(0).build());
    }
  }
}
