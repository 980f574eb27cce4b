package dev.freshet.pipeline.layer;

import dev.freshet.core.BatchIdentity;
import dev.freshet.pipeline.change.ChangeEvent;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.delta.Column;
import dev.freshet.pipeline.delta.ColumnType;
import dev.freshet.pipeline.delta.TableSchema;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Bronze: every landed line as it landed, whatever it holds. The payload is one text column, so a
 * new column upstream can never stop it.
 */
public final class Bronze {

  public static final TableSchema SCHEMA =
      TableSchema.sequenced(
          "bronze",
          Lineage.SEQUENCE,
          Lineage.with(
              Column.optional("payload", ColumnType.STRING, "The line as it landed."),
              Column.optional(
                  "rescued_data", ColumnType.STRING, "Why the line or file could not be read."),
              Column.optional("op", ColumnType.STRING, "upsert, delete or control, if understood."),
              Column.optional("record_key", ColumnType.STRING, "Record key, if understood."),
              Column.optional("record_version", ColumnType.LONG, "Version, if the event has one."),
              Column.required("is_deleted", ColumnType.BOOLEAN, "Whether the event is a delete."),
              Column.optional(
                  "source_ts", ColumnType.TIMESTAMP, "When it happened at the source.")));

  private Bronze() {}

  /**
   * @param event what the line says, or null if it was rejected
   */
  public static @Nullable Object[] row(
      BatchIdentity batch, LandedRow landed, @Nullable ChangeEvent event) {
    return Lineage.row(
        batch,
        landed,
        landed.value(),
        landed.error(),
        event == null ? null : event.op().name().toLowerCase(Locale.ROOT),
        event == null ? null : event.recordKey(),
        event == null ? null : event.version(),
        event != null && event.op() == ChangeEvent.Op.DELETE,
        event == null ? null : event.sourceTime());
  }
}
