package dev.freshet.pipeline.stage;

import dev.freshet.core.BatchIdentity;
import dev.freshet.home.layer.GoldRow;
import dev.freshet.home.layer.Quarantine;
import dev.freshet.home.layer.QuarantineRow;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.document.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Gold takes the accepted changes, as {@link Reduction} decides them. An accepted change whose text
 * the model refuses stays in Gold and goes to quarantine as well. Pure.
 *
 * @param batch the batch that writes the rows
 */
record GoldStage(BatchIdentity batch) {

  /** One row for each accepted change. */
  List<GoldRow> rows(Reduction reduction) {
    return reduction.accepted().values().stream().map(this::row).toList();
  }

  private GoldRow row(AcceptedChange change) {
    Document document = change.document();
    return new GoldRow(
        change.landed().row().lineage(batch),
        change.recordKey(),
        change.state().version(),
        change.number(),
        change.state().order(),
        document == null ? null : new GoldRow.Content(document.text(), document.metadata()),
        change.landed().reading().event().sourceTime());
  }

  /**
   * Rows for the quarantine table.
   *
   * @param refused reason per record key whose text the model refuses
   */
  List<QuarantineRow> quarantine(Reduction reduction, Map<String, String> refused) {
    List<QuarantineRow> rows = new ArrayList<>();
    refused.forEach(
        (key, reason) ->
            rows.add(unembeddable(Objects.requireNonNull(reduction.accepted().get(key)), reason)));
    return rows;
  }

  private QuarantineRow unembeddable(AcceptedChange change, String reason) {
    LandedRow landed = change.landed().row();
    return new QuarantineRow(
        landed.lineage(batch),
        Quarantine.Stage.EMBED,
        reason,
        landed.value(),
        change.recordKey(),
        change.state().version());
  }
}
