package dev.freshet.pipeline.seam;

import dev.freshet.pipeline.change.ChangeEvent;
import dev.freshet.pipeline.change.Document;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.change.Reading;
import dev.freshet.pipeline.key.KeyState;
import dev.freshet.pipeline.layer.Gold;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Accepted changes as Gold has them; the inverse of {@link Gold#row}. */
final class GoldChange {

  /** What {@link #of} needs of a row of Gold, in this order. */
  static final List<String> COLUMNS =
      List.of(
          "batch_id",
          "sequence",
          "file",
          "line",
          "landed_at",
          "record_key",
          "record_version",
          "source_position",
          "is_deleted",
          "text",
          "metadata");

  private GoldChange() {}

  static String stream(@Nullable Object[] row) {
    return LostRange.stream(Objects.requireNonNull(row[0]));
  }

  static AcceptedChange of(@Nullable Object[] row) {
    LandedRow landed =
        new LandedRow(
            null,
            number(row[3]),
            (String) Objects.requireNonNull(row[2]),
            number(row[1]),
            0,
            (Instant) Objects.requireNonNull(row[4]),
            null);
    KeyState state =
        new KeyState(number(row[6]), number(row[7]), (Boolean) Objects.requireNonNull(row[8]));
    ChangeEvent event =
        new ChangeEvent(
            state.deleted() ? ChangeEvent.Op.DELETE : ChangeEvent.Op.UPSERT,
            (String) Objects.requireNonNull(row[5]),
            state.version(),
            state.position(),
            null,
            null);
    Document document =
        state.deleted()
            ? null
            : new Document(
                (String) Objects.requireNonNull(row[9]),
                Gold.metadata((String) Objects.requireNonNull(row[10])));
    return new AcceptedChange(new LandedEvent(landed, new Reading.Event(event, document)), state);
  }

  static String recordKey(AcceptedChange change) {
    return Objects.requireNonNull(change.landed().reading().event().recordKey());
  }

  private static long number(@Nullable Object value) {
    return (Long) Objects.requireNonNull(value);
  }
}
