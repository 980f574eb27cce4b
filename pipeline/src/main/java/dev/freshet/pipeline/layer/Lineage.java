package dev.freshet.pipeline.layer;

import dev.freshet.core.BatchIdentity;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.delta.Column;
import dev.freshet.pipeline.delta.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first columns of every layer: which batch and which landed line a row comes from. */
final class Lineage {

  static final String SEQUENCE = "sequence";

  private static final List<Column> COLUMNS =
      List.of(
          Column.required("batch_id", ColumnType.STRING, "Batch, as in the ledger."),
          Column.required(SEQUENCE, ColumnType.LONG, "Sequence number of the landed file version."),
          Column.required("file", ColumnType.STRING, "Path of the landed file."),
          Column.required(
              "line", ColumnType.LONG, "Line in the file from 1; 0 for the file itself."),
          Column.required("landed_at", ColumnType.TIMESTAMP, "When the file landed."));

  private Lineage() {}

  static List<Column> with(Column... own) {
    List<Column> columns = new ArrayList<>(COLUMNS);
    columns.addAll(Arrays.asList(own));
    return columns;
  }

  static @Nullable Object[] row(BatchIdentity batch, LandedRow landed, @Nullable Object... own) {
    @Nullable Object[] row = new Object[COLUMNS.size() + own.length];
    row[0] = batch.batchId();
    row[1] = landed.sequence();
    row[2] = landed.path();
    row[3] = landed.line();
    row[4] = landed.landedAt();
    System.arraycopy(own, 0, row, COLUMNS.size(), own.length);
    return row;
  }
}
