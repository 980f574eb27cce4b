package dev.freshet.home.layer;

import dev.freshet.core.BatchIdentity;
import dev.freshet.home.delta.Column;
import dev.freshet.home.delta.ColumnType;
import dev.freshet.home.delta.TableSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The codec of Bronze: every landed line as it landed, whatever it holds. The payload is one text
 * column, so a new column upstream can never stop it.
 */
public final class Bronze {

  /** The value of {@code op} for an event that deletes a record, here and in Silver. */
  static final String DELETE = "delete";

  static final TableSchema SCHEMA =
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

  /** The lines as they landed, without what was understood of them. */
  public static final Projection<LandedPayload> PAYLOADS =
      Projection.of(
          List.of(
              Lineage.BATCH_ID,
              Lineage.SEQUENCE,
              Lineage.LINE,
              Lineage.FILE,
              "payload",
              "rescued_data"),
          cells ->
              new LandedPayload(
                  LandedLine.of(cells.text(0), cells.number(1), cells.number(2)),
                  cells.text(3),
                  cells.optionalText(4),
                  cells.optionalText(5) == null));

  /** The lines as they landed, with where they come from. */
  public static final Projection<LandedText> LANDED =
      Projection.of(
          List.of(
              Lineage.BATCH_ID,
              Lineage.SEQUENCE,
              Lineage.FILE,
              Lineage.LINE,
              Lineage.LANDED_AT,
              "payload",
              "rescued_data"),
          cells ->
              new LandedText(
                  new Lineage(
                      BatchIdentity.parse(cells.text(0)),
                      cells.number(1),
                      cells.text(2),
                      cells.number(3),
                      cells.time(4)),
                  cells.optionalText(5),
                  cells.optionalText(6)));

  /**
   * A landed line with everything that is kept of it.
   *
   * @param lineage where it comes from
   * @param payload the line as it landed; null for the marker of a file
   * @param rescued why the line or file could not be read, or null
   */
  public record LandedText(Lineage lineage, @Nullable String payload, @Nullable String rescued) {}

  /**
   * A landed line.
   *
   * @param line where it landed
   * @param file path of the landed file
   * @param payload the line as it landed; null for the marker of a file
   * @param whole whether the line could be read from the file: it is not damaged, and not of a
   *     layout that is refused
   */
  public record LandedPayload(
      LandedLine line, String file, @Nullable String payload, boolean whole) {}

  private Bronze() {}

  static @Nullable Object[] cells(BronzeRow row) {
    return row.lineage()
        .cells(
            row.payload(),
            row.rescued(),
            row.operation(),
            row.recordKey(),
            row.recordVersion(),
            DELETE.equals(row.operation()),
            row.sourceTime());
  }
}
