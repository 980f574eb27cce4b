package dev.freshet.pipeline.layer;

import dev.freshet.core.BatchIdentity;
import dev.freshet.pipeline.change.ChangeEvent;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.delta.Column;
import dev.freshet.pipeline.delta.ColumnType;
import dev.freshet.pipeline.delta.TableSchema;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Silver: the valid events, parsed. Bronze rows are here or in quarantine, never in both. */
public final class Silver {

  public static final TableSchema SCHEMA =
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

  public static @Nullable Object[] row(BatchIdentity batch, LandedRow landed, ChangeEvent event) {
    return Lineage.row(
        batch,
        landed,
        event.op().name().toLowerCase(Locale.ROOT),
        event.recordKey(),
        event.version(),
        event.position(),
        event.op() == ChangeEvent.Op.DELETE,
        event.fields() == null ? null : event.fields().toString(),
        event.sourceTime());
  }
}
