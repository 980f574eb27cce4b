package dev.freshet.home.layer;

import dev.freshet.core.BatchIdentity;
import dev.freshet.home.delta.Column;
import dev.freshet.home.delta.ColumnType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a row comes from: the first columns of every layer.
 *
 * @param batch the batch that wrote the row
 * @param sequence of the landed file version
 * @param file path of the landed file
 * @param line in the file from 1; 0 for the file itself
 * @param landedAt when the file landed
 */
public record Lineage(
    BatchIdentity batch, long sequence, String file, long line, Instant landedAt) {

  static final String BATCH_ID = "batch_id";
  static final String SEQUENCE = "sequence";
  static final String FILE = "file";
  static final String LINE = "line";
  static final String LANDED_AT = "landed_at";

  /** Where rows of any sequenced layer come from. */
  public static final Projection<Lineage> PROJECTION =
      Projection.of(
          List.of(BATCH_ID, SEQUENCE, FILE, LINE, LANDED_AT),
          cells ->
              new Lineage(
                  BatchIdentity.parse(cells.text(0)),
                  cells.number(1),
                  cells.text(2),
                  cells.number(3),
                  cells.time(4)));

  private static final List<Column> COLUMNS =
      List.of(
          Column.required(BATCH_ID, ColumnType.STRING, "Batch, as in the ledger."),
          Column.required(SEQUENCE, ColumnType.LONG, "Sequence number of the landed file version."),
          Column.required(FILE, ColumnType.STRING, "Path of the landed file."),
          Column.required(LINE, ColumnType.LONG, "Line in the file from 1; 0 for the file itself."),
          Column.required(LANDED_AT, ColumnType.TIMESTAMP, "When the file landed."));

  /** The columns of a layer: those of the lineage, then its own. */
  static List<Column> with(Column... own) {
    List<Column> columns = new ArrayList<>(COLUMNS);
    columns.addAll(Arrays.asList(own));
    return columns;
  }

  /** The cells of a row: those of the lineage, then the layer's own. */
  @Nullable Object[] cells(@Nullable Object... own) {
    @Nullable Object[] cells = new Object[COLUMNS.size() + own.length];
    cells[0] = batch.batchId();
    cells[1] = sequence;
    cells[2] = file;
    cells[3] = line;
    cells[4] = landedAt;
    System.arraycopy(own, 0, cells, COLUMNS.size(), own.length);
    return cells;
  }
}
