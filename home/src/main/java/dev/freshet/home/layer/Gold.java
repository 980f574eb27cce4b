package dev.freshet.home.layer;

import dev.freshet.core.BatchIdentity;
import dev.freshet.home.delta.Column;
import dev.freshet.home.delta.ColumnType;
import dev.freshet.home.delta.TableSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The codec of Gold: the accepted versions of every record, tombstones included. The vector table
 * must hold the newest row of every key.
 */
public final class Gold {

  static final TableSchema SCHEMA =
      TableSchema.sequenced(
          "gold",
          Lineage.SEQUENCE,
          Lineage.with(
              Column.required("record_key", ColumnType.STRING, "Record key."),
              Column.required("record_version", ColumnType.LONG, "Version, larger is newer."),
              Column.required(
                  "source_position", ColumnType.LONG, "Place in the source's own order."),
              Column.required("is_deleted", ColumnType.BOOLEAN, "Whether this is a tombstone."),
              Column.optional("text", ColumnType.STRING, "The document's text; null if deleted."),
              Column.optional(
                  "metadata", ColumnType.STRING, "The metadata columns as JSON, with their types."),
              Column.optional("source_ts", ColumnType.TIMESTAMP, "When it happened at the source."),
              Column.optional(
                  "source_order", ColumnType.STRING, "Place in the source's logs, as text.")));

  /** Whole rows but for the time at the source, which is null in them. */
  public static final Projection<GoldRow> ROWS =
      Projection.of(
          List.of(
              Lineage.BATCH_ID,
              Lineage.SEQUENCE,
              Lineage.FILE,
              Lineage.LINE,
              Lineage.LANDED_AT,
              "record_key",
              "record_version",
              "source_position",
              "is_deleted",
              "text",
              "metadata",
              "source_order"),
          Gold::row);

  /** Rows without their content, for comparing versions. */
  public static final Projection<GoldState> STATES =
      Projection.of(
          List.of(
              Lineage.BATCH_ID,
              Lineage.SEQUENCE,
              Lineage.LINE,
              "record_key",
              "record_version",
              "source_position",
              "source_order",
              "is_deleted"),
          cells ->
              new GoldState(
                  LandedLine.of(cells.text(0), cells.number(1), cells.number(2)),
                  cells.text(3),
                  cells.number(4),
                  cells.number(5),
                  cells.optionalText(6),
                  cells.flag(7)));

  /** The texts with their keys. */
  public static final Projection<KeyedText> TEXTS =
      Projection.of(
          List.of(Lineage.BATCH_ID, Lineage.SEQUENCE, Lineage.LINE, "record_key", "text"),
          cells ->
              new KeyedText(
                  LandedLine.of(cells.text(0), cells.number(1), cells.number(2)),
                  cells.text(3),
                  cells.optionalText(4)));

  /**
   * The text of a row.
   *
   * @param line where it landed
   * @param recordKey the record
   * @param text null for a tombstone
   */
  public record KeyedText(LandedLine line, String recordKey, @Nullable String text) {}

  private Gold() {}

  static @Nullable Object[] cells(GoldRow row) {
    GoldRow.Content content = row.content();
    return row.lineage()
        .cells(
            row.recordKey(),
            row.version(),
            row.position(),
            row.deleted(),
            content == null ? null : content.text(),
            content == null ? null : MetadataJson.write(content.metadata()),
            row.sourceTime(),
            row.order());
  }

  private static GoldRow row(Projection.Cells cells) {
    Lineage lineage =
        new Lineage(
            BatchIdentity.parse(cells.text(0)),
            cells.number(1),
            cells.text(2),
            cells.number(3),
            cells.time(4));
    GoldRow.Content content =
        cells.flag(8)
            ? null
            : new GoldRow.Content(cells.text(9), MetadataJson.read(cells.text(10)));
    return new GoldRow(
        lineage,
        cells.text(5),
        cells.number(6),
        cells.number(7),
        cells.optionalText(11),
        content,
        null);
  }
}
