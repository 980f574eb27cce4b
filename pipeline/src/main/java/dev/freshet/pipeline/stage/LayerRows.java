package dev.freshet.pipeline.stage;

import dev.freshet.core.BatchIdentity;
import dev.freshet.home.layer.BronzeRow;
import dev.freshet.home.layer.GoldRow;
import dev.freshet.home.layer.Lineage;
import dev.freshet.home.layer.Quarantine;
import dev.freshet.home.layer.QuarantineRow;
import dev.freshet.home.layer.SilverRow;
import dev.freshet.pipeline.change.ChangeEvent;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.document.Document;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rows that the lines of one batch become in the layers.
 *
 * @param batch the batch that writes them
 */
record LayerRows(BatchIdentity batch) {

  /**
   * @param event what the line says, or null if it was rejected
   */
  BronzeRow bronze(LandedRow landed, @Nullable ChangeEvent event) {
    return new BronzeRow(
        lineage(landed),
        landed.value(),
        landed.error(),
        event == null ? null : operation(event),
        event == null ? null : event.recordKey(),
        event == null ? null : event.version(),
        event == null ? null : event.sourceTime());
  }

  SilverRow silver(LandedRow landed, ChangeEvent event) {
    return new SilverRow(
        lineage(landed),
        operation(event),
        event.recordKey(),
        event.version(),
        event.position(),
        event.fields() == null ? null : event.fields().toString(),
        event.sourceTime());
  }

  GoldRow gold(AcceptedChange change) {
    Document document = change.document();
    return new GoldRow(
        lineage(change.landed().row()),
        change.recordKey(),
        change.state().version(),
        change.state().position(),
        document == null ? null : new GoldRow.Content(document.text(), document.metadata()),
        change.landed().reading().event().sourceTime());
  }

  /** A line that is no valid event. */
  QuarantineRow unreadable(LandedRow landed, String reason) {
    return new QuarantineRow(
        lineage(landed), Quarantine.Stage.READ, reason, landed.value(), null, null);
  }

  /** A line whose text the model refuses. */
  QuarantineRow unembeddable(AcceptedChange change, String reason) {
    LandedRow landed = change.landed().row();
    return new QuarantineRow(
        lineage(landed),
        Quarantine.Stage.EMBED,
        reason,
        landed.value(),
        change.recordKey(),
        change.state().version());
  }

  private Lineage lineage(LandedRow landed) {
    return new Lineage(batch, landed.sequence(), landed.path(), landed.line(), landed.landedAt());
  }

  private static String operation(ChangeEvent event) {
    return event.op().name().toLowerCase(Locale.ROOT);
  }
}
