package dev.freshet.home.layer;

import dev.freshet.home.delta.Column;
import dev.freshet.home.delta.ColumnType;
import dev.freshet.home.delta.TableSchema;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The codec of quarantine: the lines that could not be processed, with the reason and everything
 * needed to process them later.
 */
public final class Quarantine {

  /** How far a line came. */
  public enum Stage {
    /** It is not a valid event: it is in Bronze and here. */
    READ,
    /** The model refuses its text: the event is in Silver and Gold as well. */
    EMBED;

    /** The value of the column {@code stage}. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static Stage of(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * A quarantined line, without its reason.
   *
   * @param line where it landed
   * @param stage how far it came
   */
  public record StagedLine(LandedLine line, Stage stage) {}

  static final TableSchema SCHEMA =
      TableSchema.sequenced(
          "quarantine",
          Lineage.SEQUENCE,
          Lineage.with(
              Column.required("stage", ColumnType.STRING, "read or embed."),
              Column.required("reason", ColumnType.STRING, "Why, and what to do."),
              Column.optional("payload", ColumnType.STRING, "The line as it landed."),
              Column.optional("record_key", ColumnType.STRING, "Record key, if understood."),
              Column.optional("record_version", ColumnType.LONG, "Version, if understood.")));

  /** The lines and their stages. */
  public static final Projection<StagedLine> STAGED_LINES =
      Projection.of(
          List.of(Lineage.BATCH_ID, Lineage.SEQUENCE, Lineage.LINE, "stage"),
          cells ->
              new StagedLine(
                  LandedLine.of(cells.text(0), cells.number(1), cells.number(2)),
                  Stage.of(cells.text(3))));

  private Quarantine() {}

  static @Nullable Object[] cells(QuarantineRow row) {
    return row.lineage()
        .cells(
            row.stage().label(), row.reason(), row.payload(), row.recordKey(), row.recordVersion());
  }
}
