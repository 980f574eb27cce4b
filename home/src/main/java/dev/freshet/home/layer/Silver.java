package dev.freshet.home.layer;

import dev.freshet.home.delta.Column;
import dev.freshet.home.delta.ColumnType;
import dev.freshet.home.delta.TableSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The codec of Silver: the valid events, parsed. A line of Bronze is here or in quarantine. */
public final class Silver {

  static final TableSchema SCHEMA =
      TableSchema.sequenced(
          "silver",
          Lineage.SEQUENCE,
          Lineage.with(
              Column.required("op", ColumnType.STRING, "upsert, delete or control."),
              Column.optional("record_key", ColumnType.STRING, "Record key; null for control."),
              Column.optional("record_version", ColumnType.LONG, "Version, larger is newer."),
              Column.required(
                  "source_position", ColumnType.LONG, "Place in the source's own order."),
              Column.required("is_deleted", ColumnType.BOOLEAN, "Whether the event is a delete."),
              Column.optional("fields", ColumnType.STRING, "The record's columns as JSON."),
              Column.optional("source_ts", ColumnType.TIMESTAMP, "When it happened at the source."),
              Column.optional(
                  "source_order", ColumnType.STRING, "Place in the source's logs, as text."),
              Column.optional(
                  "replaced_key",
                  ColumnType.STRING,
                  "Key of the record before, if the change gave it another key.")));

  /** The columns of upserts with the lines they landed in. */
  public static final Projection<Fields> FIELDS =
      Projection.of(
          List.of(Lineage.BATCH_ID, Lineage.SEQUENCE, Lineage.LINE, "fields"),
          cells ->
              new Fields(
                  LandedLine.of(cells.text(0), cells.number(1), cells.number(2)),
                  cells.optionalText(3)));

  /** The record keys of upserts with the lines they landed in. */
  public static final Projection<Upsert> UPSERTS =
      Projection.of(
          List.of(Lineage.BATCH_ID, Lineage.SEQUENCE, Lineage.LINE, "op", "record_key"),
          cells ->
              new Upsert(
                  LandedLine.of(cells.text(0), cells.number(1), cells.number(2)),
                  cells.text(3).equals("upsert") ? cells.optionalText(4) : null));

  /**
   * The record of an event.
   *
   * @param line where it landed
   * @param recordKey null unless it is an upsert
   */
  public record Upsert(LandedLine line, @Nullable String recordKey) {}

  /**
   * The columns of an event.
   *
   * @param line where it landed
   * @param fields the record's columns as JSON; null unless it is an upsert
   */
  public record Fields(LandedLine line, @Nullable String fields) {}

  private Silver() {}

  static @Nullable Object[] cells(SilverRow row) {
    return row.lineage()
        .cells(
            row.operation(),
            row.recordKey(),
            row.recordVersion(),
            row.position().number(),
            Bronze.DELETE.equals(row.operation()),
            row.content() == null ? null : row.content().fields(),
            row.sourceTime(),
            row.position().order(),
            row.content() == null ? null : row.content().replacedKey());
  }
}
