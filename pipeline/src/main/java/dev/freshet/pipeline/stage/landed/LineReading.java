package dev.freshet.pipeline.stage.landed;

import dev.freshet.core.error.FreshetException;
import dev.freshet.pipeline.change.ChangeEvent;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.change.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the lines of a batch, one by one. A line at which the reader fails, which is a defect,
 * becomes a rejected line: if the failure were thrown, the stream would stop at this batch for
 * good.
 */
public final class LineReading {

  private static final Logger LOGGER = LoggerFactory.getLogger(LineReading.class);

  private final Function<LandedRow, Reading> reader;

  /**
   * @param reader what a line says
   */
  public LineReading(Function<LandedRow, Reading> reader) {
    this.reader = reader;
  }

  /** A landed line and what it says. */
  public record ReadLine(LandedRow row, Reading reading) {

    /** The event, complete or not; null if the line is rejected. */
    public @Nullable ChangeEvent event() {
      if (reading instanceof Reading.Event complete) {
        return complete.event();
      }
      return reading instanceof Reading.Incomplete incomplete ? incomplete.event() : null;
    }
  }

  /**
   * What every line says, in order of arrival.
   *
   * @throws FreshetException if the reader cannot read any line; the batch must be repeated
   */
  public List<ReadLine> read(LandedBatch batch) {
    List<ReadLine> lines = new ArrayList<>(batch.rows().size());
    Failures failures = new Failures();
    for (LandedRow row : batch.rows()) {
      lines.add(new ReadLine(row, readingOf(row, failures)));
    }
    failures.report(batch);
    return lines;
  }

  private Reading readingOf(LandedRow row, Failures failures) {
    try {
      return reader.apply(row);
    } catch (FreshetException e) {
      throw e; // The line is not at fault: the reader does not work at all.
    } catch (RuntimeException | StackOverflowError e) {
      failures.add(row, e);
      return rejected(e);
    }
  }

  /** The lines of the batch with a rejection in the place of every one at fault. */
  public List<ReadLine> rejecting(
      LandedBatch batch, List<ReadLine> lines, Map<ReadLine, Throwable> culprits) {
    Failures failures = new Failures();
    culprits.forEach((line, failure) -> failures.add(line.row(), failure));
    failures.report(batch);
    return lines.stream()
        .map(
            line ->
                culprits.containsKey(line)
                    ? new ReadLine(line.row(), rejected(culprits.get(line)))
                    : line)
        .toList();
  }

  private static Reading.Rejected rejected(Throwable failure) {
    return new Reading.Rejected(
        "Cannot read the line: its reader failed with "
            + failure.getClass().getName()
            + ", which is a defect of Freshet. Report it, and land the line again when it is"
            + " fixed.");
  }

  /** The lines of a batch at which the reader failed. */
  private static final class Failures {

    private int lines;
    private @Nullable LandedRow firstRow;
    private @Nullable Throwable first;

    void add(LandedRow row, Throwable failure) {
      if (lines++ == 0) {
        firstRow = row;
        first = failure;
      }
    }

    /**
     * Logs one message for a batch, with the first of the failures. It leaves out the exception's
     * own message, which may quote the line.
     */
    void report(LandedBatch batch) {
      if (first == null || firstRow == null) {
        return;
      }
      StackTraceElement[] trace = first.getStackTrace();
      String at = trace.length == 0 ? "" : " at " + trace[0];
      LOGGER
          .atError()
          .addKeyValue("batchId", batch.identity().batchId())
          .addKeyValue("lines", lines)
          .addKeyValue("path", firstRow.path())
          .addKeyValue("line", firstRow.line())
          .addKeyValue("error", first.getClass().getName() + at)
          .log("reader failed at lines of the batch, quarantined");
    }
  }
}
