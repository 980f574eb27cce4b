package dev.freshet.home.layer;

import dev.freshet.home.delta.Column;
import dev.freshet.home.delta.ColumnType;
import dev.freshet.home.delta.TableSchema;
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
              Column.optional(
                  "source_ts", ColumnType.TIMESTAMP, "When it happened at the source.")));

  private Silver() {}

  static @Nullable Object[] cells(SilverRow row) {
    return row.lineage()
        .cells(
            row.operation(),
            row.recordKey(),
            row.recordVersion(),
            row.sourcePosition(),
            Bronze.DELETE.equals(row.operation()),
            row.fields(),
            row.sourceTime());
  }
}
