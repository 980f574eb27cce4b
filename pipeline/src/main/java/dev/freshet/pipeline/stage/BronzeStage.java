package dev.freshet.pipeline.stage;

import dev.freshet.core.BatchIdentity;
import dev.freshet.home.layer.BronzeRow;
import dev.freshet.home.layer.BronzeRow.Understood;
import dev.freshet.pipeline.change.ChangeEvent;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.change.Reading;
import dev.freshet.pipeline.stage.landed.LineReading.ReadLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bronze takes every line as it landed, beside what the line says; it rejects none. Pure.
 *
 * @param batch the batch that writes the rows
 */
record BronzeStage(BatchIdentity batch) {

  /**
   * One row for each line, in the order of the lines.
   *
   * @param lines in the order of their file versions
   * @param notes what is noted on the last row of a version, by its sequence
   */
  List<BronzeRow> rows(List<ReadLine> lines, Map<Long, String> notes) {
    List<BronzeRow> rows = new ArrayList<>(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      long sequence = lines.get(i).row().sequence();
      boolean last = i + 1 == lines.size() || lines.get(i + 1).row().sequence() != sequence;
      rows.add(row(lines.get(i), last ? notes.get(sequence) : null));
    }
    return rows;
  }

  private BronzeRow row(ReadLine line, @Nullable String note) {
    LandedRow landed = line.row();
    Understood understood =
        line.reading() instanceof Reading.Event read
            ? understood(read.event())
            : Understood.NOTHING;
    return new BronzeRow(landed.lineage(batch), landed.value(), landed.error(), understood, note);
  }

  private static Understood understood(ChangeEvent event) {
    return new Understood(
        event.op().label(), event.recordKey(), event.version(), event.sourceTime());
  }
}
