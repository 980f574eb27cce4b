package dev.freshet.pipeline.stage;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.FreshetException;
import dev.freshet.home.layer.BronzeRow;
import dev.freshet.home.layer.QuarantineRow;
import dev.freshet.home.layer.SilverRow;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.change.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines of a batch, read. Every line is a Bronze row and either a Silver or a quarantine row.
 *
 * @param bronze rows for Bronze
 * @param silver rows for Silver
 * @param quarantine rows for the quarantine table
 * @param events the valid events in order of arrival
 */
record BatchReading(
    List<BronzeRow> bronze,
    List<SilverRow> silver,
    List<QuarantineRow> quarantine,
    List<LandedEvent> events) {

  private static final Logger LOGGER = LoggerFactory.getLogger(BatchReading.class);

  /**
   * Reads every line. One at which the reader fails, which is a defect, goes into quarantine like a
   * bad one: thrown, it would stop the stream at this batch for good.
   *
   * @throws FreshetException if the reader cannot read any line; the batch is to be repeated
   * @param rows in order of arrival
   */
  static BatchReading of(
      BatchIdentity batch, List<LandedRow> rows, Function<LandedRow, Reading> reader) {
    BatchReading reading =
        new BatchReading(
            new ArrayList<>(rows.size()),
            new ArrayList<>(rows.size()),
            new ArrayList<>(),
            new ArrayList<>(rows.size()));
    LayerRows layerRows = new LayerRows(batch);
    Failures failures = new Failures();
    for (LandedRow row : rows) {
      Reading read = failures.caught(row, reader);
      if (read instanceof Reading.Event event) {
        reading.bronze.add(layerRows.bronze(row, event.event()));
        reading.silver.add(layerRows.silver(row, event.event()));
        reading.events.add(new LandedEvent(row, event));
      } else {
        reading.bronze.add(layerRows.bronze(row, null));
        reading.quarantine.add(layerRows.unreadable(row, ((Reading.Rejected) read).reason()));
      }
    }
    failures.report(batch);
    return reading;
  }

  /** The lines of a batch at which the reader failed. */
  private static final class Failures {

    private int lines;
    private @Nullable LandedRow firstRow;
    private @Nullable RuntimeException first;

    Reading caught(LandedRow row, Function<LandedRow, Reading> reader) {
      try {
        return reader.apply(row);
      } catch (FreshetException e) {
        throw e; // Nothing is wrong with the line: what reads it does not work at all.
      } catch (RuntimeException e) {
        if (lines++ == 0) {
          firstRow = row;
          first = e;
        }
        return new Reading.Rejected(
            "Cannot read the line: its reader failed with "
                + e.getClass().getName()
                + ", which is a defect of Freshet. Report it, and land the line again when it is"
                + " mended.");
      }
    }

    /** One message a batch; without the exception's own message, which may quote the line. */
    void report(BatchIdentity batch) {
      if (first == null || firstRow == null) {
        return;
      }
      StackTraceElement[] trace = first.getStackTrace();
      LOGGER
          .atError()
          .addKeyValue("batch", batch.batchId())
          .addKeyValue("lines", lines)
          .addKeyValue("firstFile", firstRow.path())
          .addKeyValue("firstLine", firstRow.line())
          .addKeyValue("firstError", first.getClass().getName())
          .addKeyValue("firstErrorAt", trace.length == 0 ? "unknown" : trace[0])
          .log("reader failed at lines of the batch, quarantined");
    }
  }
}
