package dev.freshet.pipeline.seam;

import dev.freshet.core.BatchIdentity;
import dev.freshet.pipeline.change.EventReader;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.change.Reading;
import dev.freshet.pipeline.layer.Bronze;
import dev.freshet.pipeline.layer.Quarantine;
import dev.freshet.pipeline.layer.Silver;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a batch, read. Every line is a Bronze row and either a Silver or a quarantine row.
 *
 * @param bronze rows for Bronze
 * @param silver rows for Silver
 * @param quarantine rows for the quarantine table
 * @param events the valid events in order of arrival
 */
record BatchReading(
    List<@Nullable Object[]> bronze,
    List<@Nullable Object[]> silver,
    List<@Nullable Object[]> quarantine,
    List<LandedEvent> events) {

  /**
   * @param rows in order of arrival
   */
  static BatchReading of(BatchIdentity batch, List<LandedRow> rows, EventReader reader) {
    BatchReading reading =
        new BatchReading(
            new ArrayList<>(rows.size()),
            new ArrayList<>(rows.size()),
            new ArrayList<>(),
            new ArrayList<>(rows.size()));
    for (LandedRow row : rows) {
      Reading read = reader.read(row);
      if (read instanceof Reading.Event event) {
        reading.bronze.add(Bronze.row(batch, row, event.event()));
        reading.silver.add(Silver.row(batch, row, event.event()));
        reading.events.add(new LandedEvent(row, event));
      } else {
        reading.bronze.add(Bronze.row(batch, row, null));
        reading.quarantine.add(
            Quarantine.unreadable(batch, row, ((Reading.Rejected) read).reason()));
      }
    }
    return reading;
  }
}
