package dev.freshet.pipeline.stage;

import dev.freshet.core.BatchIdentity;
import dev.freshet.home.layer.Quarantine;
import dev.freshet.home.layer.QuarantineRow;
import dev.freshet.home.layer.SilverRow;
import dev.freshet.pipeline.change.ChangeEvent;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.change.Reading;
import dev.freshet.pipeline.order.PositionText;
import dev.freshet.pipeline.order.SourcePosition;
import dev.freshet.pipeline.stage.landed.LineReading.ReadLine;
import java.util.ArrayList;
import java.util.List;

/**
 * Silver takes the lines that are valid events; every other line goes to quarantine with its
 * reason. Pure.
 *
 * @param batch the batch that writes the rows
 */
record SilverStage(BatchIdentity batch) {

  /**
   * Every line is in {@code rows} or in {@code quarantine}, in the order of the lines.
   *
   * @param rows rows for Silver
   * @param quarantine rows for the quarantine table
   * @param events what the rows of Silver say, for Gold
   */
  record Sorted(List<SilverRow> rows, List<QuarantineRow> quarantine, List<LandedEvent> events) {}

  Sorted sort(List<ReadLine> lines) {
    Sorted sorted = new Sorted(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (ReadLine line : lines) {
      if (line.reading() instanceof Reading.Event read) {
        sorted.rows.add(row(line.row(), read.event()));
        sorted.events.add(new LandedEvent(line.row(), read));
      } else {
        String reason = ((Reading.Rejected) line.reading()).reason();
        sorted.quarantine.add(unreadable(line.row(), reason));
      }
    }
    return sorted;
  }

  private SilverRow row(LandedRow landed, ChangeEvent event) {
    SourcePosition position = event.position();
    long number = position.number() == null ? landed.place() : position.number();
    return new SilverRow(
        landed.lineage(batch),
        event.op().label(),
        event.recordKey(),
        event.version(),
        new SilverRow.Position(number, PositionText.write(position)),
        event.fields() == null
            ? null
            : new SilverRow.Content(event.fields().toString(), event.replacedKey()),
        event.sourceTime());
  }

  private QuarantineRow unreadable(LandedRow landed, String reason) {
    return new QuarantineRow(
        landed.lineage(batch), Quarantine.Stage.READ, reason, landed.value(), null, null);
  }
}
