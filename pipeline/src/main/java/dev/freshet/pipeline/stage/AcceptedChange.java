package dev.freshet.pipeline.stage;

import dev.freshet.home.layer.GoldRow;
import dev.freshet.home.layer.LandedLine;
import dev.freshet.pipeline.change.ChangeEvent;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.change.Reading;
import dev.freshet.pipeline.document.DeclaredTypes;
import dev.freshet.pipeline.document.Document;
import dev.freshet.pipeline.order.SourcePosition;
import dev.freshet.pipeline.record.KeyState;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The change of a batch that decides what a record is from now on.
 *
 * @param landed the event
 * @param state the record's state after it
 */
public record AcceptedChange(LandedEvent landed, KeyState state) {

  /**
   * The change that a row of Gold was made from, without the parts that Gold does not keep.
   *
   * @param types of the metadata, which an older row may not have
   */
  public static AcceptedChange of(GoldRow row, DeclaredTypes types) {
    KeyState state =
        KeyState.of(
            row.version(),
            row.position(),
            row.order(),
            row.deleted(),
            LandedLine.place(row.lineage().sequence(), row.lineage().line()));
    LandedRow landed =
        new LandedRow(
            null,
            row.lineage().line(),
            row.lineage().file(),
            row.lineage().sequence(),
            0,
            row.lineage().landedAt(),
            null);
    ChangeEvent event =
        new ChangeEvent(
            state.deleted() ? ChangeEvent.Op.DELETE : ChangeEvent.Op.UPSERT,
            row.recordKey(),
            null,
            state.version(),
            state.position(),
            null,
            null);
    GoldRow.Content content = row.content();
    Document document =
        content == null ? null : new Document(content.text(), types.applied(content.metadata()));
    return new AcceptedChange(new LandedEvent(landed, new Reading.Event(event, document)), state);
  }

  /** A change of one word without metadata, which no table and no model refuses. */
  static AcceptedChange harmless() {
    ChangeEvent event =
        new ChangeEvent(
            ChangeEvent.Op.UPSERT, "harmless", null, 0L, SourcePosition.none(0), null, null);
    LandedRow landed = new LandedRow(null, 1, "", 0, 0, Instant.EPOCH, null);
    return new AcceptedChange(
        new LandedEvent(landed, new Reading.Event(event, new Document("word", Map.of()))),
        KeyState.of(0, 0L, null, false, 0));
  }

  /** The record that changed. */
  public String recordKey() {
    return Objects.requireNonNull(landed.reading().event().recordKey());
  }

  /** The place of the change in the logs of its source as one number, else its line's place. */
  long number() {
    Long number = state.position().number();
    return number == null ? state.place() : number;
  }

  /** When the file of the change landed. */
  public Instant landedAt() {
    return landed.row().landedAt();
  }

  /** What is searched and returned; null for a deletion. */
  @Nullable Document document() {
    return landed.reading().document();
  }
}
