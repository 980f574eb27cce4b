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

  private static final String READ_NOTE = "read_note";

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
              Column.optional("source_ts", ColumnType.TIMESTAMP, "When it happened at the source."),
              Column.optional(
                  READ_NOTE,
                  ColumnType.STRING,
                  "On the last row of a file version: which state of the file was read, and how"
                      + " far, as JSON.")));

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
              "rescued_data",
              READ_NOTE),
          cells ->
              new LandedText(
                  new Lineage(
                      BatchIdentity.parse(cells.text(0)),
                      cells.number(1),
                      cells.text(2),
                      cells.number(3),
                      cells.time(4)),
                  cells.optionalText(5),
                  cells.optionalText(6),
                  cells.optionalText(7) != null));

  /** What was read of file versions. */
  public static final Projection<NotedVersion> NOTES =
      Projection.of(
          List.of(Lineage.BATCH_ID, Lineage.SEQUENCE, Lineage.FILE, READ_NOTE),
          cells ->
              new NotedVersion(
                  cells.text(0), cells.number(1), cells.text(2), cells.optionalText(3)));

  /**
   * A row of a file version, and on the last row what was read of the version.
   *
   * @param batchId batch of the row
   * @param note as {@link BronzeRow#readNote}
   */
  public record NotedVersion(String batchId, long sequence, String file, @Nullable String note) {}

  /**
   * A landed line with everything that is kept of it.
   *
   * @param lineage where it comes from
   * @param payload the line as it landed; null for the marker of a file
   * @param rescued why the line or file could not be read, or null
   * @param noted whether it is the last row of its version and says what was read of it
   */
  public record LandedText(
      Lineage lineage, @Nullable String payload, @Nullable String rescued, boolean noted) {}

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
    BronzeRow.Understood said = row.understood();
    return row.lineage()
        .cells(
            row.payload(),
            row.rescued(),
            said.operation(),
            said.recordKey(),
            said.recordVersion(),
            DELETE.equals(said.operation()),
            said.sourceTime(),
            row.readNote());
  }
}
