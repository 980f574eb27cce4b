package dev.freshet.pipeline.stage;

import dev.freshet.core.BatchIdentity;
import dev.freshet.home.layer.BronzeRow;
import dev.freshet.pipeline.change.ChangeEvent;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.change.Reading;
import dev.freshet.pipeline.stage.landed.LineReading.ReadLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bronze takes every line as it landed, beside what the line says; it rejects none. Pure.
 *
 * @param batch the batch that writes the rows
 */
record BronzeStage(BatchIdentity batch) {

  /** One row for each line, in the order of the lines. */
  List<BronzeRow> rows(List<ReadLine> lines) {
    return lines.stream().map(this::row).toList();
  }

  private BronzeRow row(ReadLine line) {
    return line.reading() instanceof Reading.Event read
        ? row(line.row(), read.event())
        : row(line.row(), null);
  }

  private BronzeRow row(LandedRow landed, @Nullable ChangeEvent event) {
    return new BronzeRow(
        landed.lineage(batch),
        landed.value(),
        landed.error(),
        event == null ? null : event.op().label(),
        event == null ? null : event.recordKey(),
        event == null ? null : event.version(),
        event == null ? null : event.sourceTime());
  }
}
