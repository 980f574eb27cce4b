package dev.freshet.bench.rowids;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.c.ArrowArrayStream;
import org.lance.merge.MergeInsertParams;

/** The library's own upsert, then its own delete: two versions. */
final class MergeInsertUpdate implements RowUpdate {

  @Override
  public void apply(TrialTable table, List<TrialRow> rows, Collection<Integer> removed)
      throws Exception {
    try (ArrowArrayStream stream = table.export(rows)) {
      table
          .dataset()
          .mergeInsert(
              new MergeInsertParams(List.of("id"))
                  .withMatchedUpdateAll()
                  .withNotMatched(MergeInsertParams.WhenNotMatched.InsertAll),
              stream)
          .dataset()
          .close();
    }
    table.dataset().checkoutLatest();
    if (!removed.isEmpty()) {
      table
          .dataset()
          .delete(
              removed.stream()
                  .map(key -> "'" + TrialRow.id(key) + "'")
                  .collect(Collectors.joining(",", "id IN (", ")")));
      table.dataset().checkoutLatest();
    }
  }
}
