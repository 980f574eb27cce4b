package dev.freshet.pipeline.layer;

import dev.freshet.core.BatchIdentity;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.delta.Column;
import dev.freshet.pipeline.delta.ColumnType;
import dev.freshet.pipeline.delta.TableSchema;
import dev.freshet.pipeline.key.KeyState;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Quarantine: what could not be taken further, with the reason and everything needed to retry. */
public final class Quarantine {

  /** How far a line came. */
  public enum Stage {
    /** It is no valid event: it is in Bronze and here. */
    READ,
    /** The model refuses its text: the event is in Silver and Gold as well. */
    EMBED
  }

  public static final TableSchema SCHEMA =
      TableSchema.sequenced(
          "quarantine",
          Lineage.SEQUENCE,
          Lineage.with(
              Column.required("stage", ColumnType.STRING, "read or embed."),
              Column.required("reason", ColumnType.STRING, "Why, and what to do."),
              Column.optional("payload", ColumnType.STRING, "The line as it landed."),
              Column.optional("record_key", ColumnType.STRING, "Record key, if understood."),
              Column.optional("record_version", ColumnType.LONG, "Version, if understood.")));

  private Quarantine() {}

  public static @Nullable Object[] unreadable(
      BatchIdentity batch, LandedRow landed, String reason) {
    return row(batch, landed, Stage.READ, reason, null, null);
  }

  public static @Nullable Object[] unembeddable(
      BatchIdentity batch, LandedRow landed, String reason, String key, KeyState state) {
    return row(batch, landed, Stage.EMBED, reason, key, state.version());
  }

  /** The name of a stage as it stands in the table. */
  public static String stage(Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable Object[] row(
      BatchIdentity batch,
      LandedRow landed,
      Stage stage,
      String reason,
      @Nullable String key,
      @Nullable Long version) {
    return Lineage.row(batch, landed, stage(stage), reason, landed.value(), key, version);
  }
}
