package dev.freshet.bench.rowids;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.c.ArrowArrayStream;
import org.lance.merge.MergeInsertParams;

/** The library's own upsert, then its own delete, as neither does both. */
final class MergeInsertUpdate implements RowUpdate {

  @Override
  public List<Change> commits(Change change) {
    return List.of(
        new Change(change.written(), List.of()), new Change(List.of(), change.removed()));
  }

  @Override
  public void commit(TrialTable table, Change part) throws Exception {
    if (!part.written().isEmpty()) {
      merge(table, part.written());
    }
    if (!part.removed().isEmpty()) {
      table
          .dataset()
          .delete(
              part.removed().stream()
                  .map(key -> "'" + TrialRow.id(key) + "'")
                  .collect(Collectors.joining(",", "id IN (", ")")));
    }
    table.dataset().checkoutLatest();
  }

  private static void merge(TrialTable table, List<TrialRow> rows) {
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
  }
}
