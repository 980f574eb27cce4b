package dev.freshet.lance.maintain;

import dev.freshet.core.config.value.IndexType;
import dev.freshet.core.maintenance.ColumnIndex;
import dev.freshet.core.maintenance.FragmentShape;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.lance.index.ColumnIndexes;
import dev.freshet.lance.index.RecordKeyIndex;
import dev.freshet.lance.index.VectorIndex;
import dev.freshet.lance.table.LanceTable;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The steps that build and change indexes. The library builds and commits in one call. That needs
 * no lease, since index commits never conflict with batches. Every step observes the table before
 * and after. Not thread-safe.
 */
final class IndexSteps {

  private final TableObserver observer;

  IndexSteps(TableObserver observer) {
    this.observer = observer;
  }

  /** Builds the index of a table that has none. */
  StepOutcome build(LanceTable table, IndexType type) {
    TableShape before = look(table);
    if (before.index().isPresent()) {
      return nothing(before, "the table has an index");
    }
    return train(table, type, before);
  }

  /** Builds the index again; the present one serves searches meanwhile. */
  StepOutcome retrain(LanceTable table, IndexType type) {
    TableShape before = look(table);
    if (before.index().isEmpty()) {
      return nothing(before, "the index is gone");
    }
    return train(table, type, before);
  }

  private StepOutcome train(LanceTable table, IndexType type, TableShape before) {
    if (before.liveRows() == 0) {
      return nothing(before, "the table has no rows");
    }
    VectorIndex.build(table, type, before.liveRows());
    TableShape after = coverOthers(table);
    return after.index().isEmpty()
        ? nothing(after, "the index did not appear")
        : done(after, after.coveredRows(0));
  }

  /** Adds a segment over the tail. */
  StepOutcome extend(LanceTable table) {
    TableShape before = look(table);
    if (before.index().isEmpty()) {
      return nothing(before, "the index is gone");
    }
    Set<Integer> tail = before.tail().stream().map(FragmentShape::id).collect(Collectors.toSet());
    if (tail.isEmpty()) {
      return nothing(before, "the index covers all fragments");
    }
    VectorIndex.extend(table);
    TableShape after = coverOthers(table);
    long rows =
        after.fragments().stream()
            .filter(fragment -> fragment.indexed() && tail.contains(fragment.id()))
            .mapToLong(FragmentShape::liveRows)
            .sum();
    return rows == 0 ? nothing(after, "the index covers no more than before") : done(after, rows);
  }

  /** Merges the newest {@code segments} segments into one. */
  StepOutcome merge(LanceTable table, int segments) {
    TableShape before = look(table);
    if (before.deltaSegments() < segments) {
      return nothing(before, "there are %d delta segments".formatted(before.deltaSegments()));
    }
    VectorIndex.merge(table, segments);
    TableShape after = look(table);
    return after.deltaSegments() >= before.deltaSegments()
        ? nothing(after, "there are as many segments as before")
        : done(after, after.coveredRows(after.deltaSegments()));
  }

  /** Builds the index of a column over all rows; replaces one that lacks some. */
  StepOutcome buildColumn(LanceTable table, ColumnIndex index) throws Exception {
    TableShape before = look(table);
    if (before.liveRows() == 0) {
      return nothing(before, "the table has no rows");
    }
    if (before.columnIndexes().getOrDefault(index, 1L) == 0) {
      return nothing(before, "the index covers all rows");
    }
    ColumnIndexes.build(table, index);
    TableShape after = look(table);
    return after.columnIndexes().containsKey(index)
        ? done(after, before.liveRows())
        : nothing(after, "the index did not appear");
  }

  /** Extends the scalar indexes with the vector index: a batch looks its keys up in one of them. */
  private TableShape coverOthers(LanceTable table) {
    table.refresh();
    ColumnIndexes.extendScalar(table);
    RecordKeyIndex.ensure(table);
    return look(table);
  }

  private TableShape look(LanceTable table) {
    return observer.observe(table, table.refresh());
  }

  private static StepOutcome nothing(TableShape shape, String why) {
    return new StepOutcome.Nothing(shape.version(), why);
  }

  private static StepOutcome done(TableShape shape, long rows) {
    return new StepOutcome.Done(shape.version(), rows, 0, 0, Duration.ZERO);
  }
}
