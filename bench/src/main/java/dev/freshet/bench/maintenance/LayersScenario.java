package dev.freshet.bench.maintenance;

import dev.freshet.bench.rig.LatencySample;
import dev.freshet.bench.rig.Notes;
import dev.freshet.bench.rig.PipelineProcess;
import dev.freshet.bench.rig.Scenario;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.maintenance.calibration.StepHistory;
import dev.freshet.maintenance.layer.LayerCare;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a Delta table costs that gets a batch a second, with and without its maintenance, side by
 * side. Batches are appended as fast as possible, while the clock that maintenance reads and the
 * times of the log's files go on by a second a batch. One row a batch is the worst case: every file
 * is as small as a file can be.
 */
public final class LayersScenario implements Scenario {

  private static final int BATCHES = Integer.getInteger("freshet.bench.layers.batches", 20_000);

  /** Batches of the table without maintenance: its appends become slower and slower. */
  private static final int UNMAINTAINED = Math.min(BATCHES, 5_000);

  private static final int MARK = Math.max(1, BATCHES / 8);
  private static final int LOOK_SECONDS = 20;

  /**
   * A table after some batches.
   *
   * @param maintained whether maintenance ran
   * @param batches appended so far
   * @param files what it consists of
   * @param append since the mark before
   * @param careMsPerBatch milliseconds of maintenance since the mark before, for each batch
   * @param openMs milliseconds to read its newest version
   */
  record Mark(
      boolean maintained,
      int batches,
      LedgerTable.FileCount files,
      LatencySample append,
      double careMsPerBatch,
      double openMs) {}

  @Override
  public Object measure(Path root) throws Exception {
    List<Mark> marks = new ArrayList<>();
    System.out.println(
        "              batches  append p50 / p95  care/batch    open  live  data   log files     KiB");
    try (Notes notes = Notes.open(root);
        PipelineProcess first = PipelineProcess.create(root);
        PipelineProcess second = PipelineProcess.create(root);
        LedgerTable maintained = new LedgerTable(first.config().layout());
        LedgerTable plain = new LedgerTable(second.config().layout())) {
      LayerCare care = LayerCare.of(first.config().layout(), maintained.clock());
      for (int done = 0; done < BATCHES; done += MARK) {
        marks.add(marked(maintained, true, care));
        if (done < UNMAINTAINED) {
          marks.add(marked(plain, false, care));
        }
      }
    }
    return marks;
  }

  private static Mark marked(LedgerTable table, boolean maintained, LayerCare care)
      throws Exception {
    List<Double> appends = new ArrayList<>();
    Duration cared = Duration.ZERO;
    for (int i = 0; i < MARK; i++) {
      appends.add(table.append());
      if (maintained && table.batches() % LOOK_SECONDS == 0) {
        table.stampLog();
        long started = System.nanoTime();
        for (PlannedStep due : care.planIfDue(StepHistory.empty())) {
          care.apply(due.step());
        }
        cared = cared.plusNanos(System.nanoTime() - started);
      }
    }
    Mark mark =
        new Mark(
            maintained,
            table.batches(),
            table.count(),
            LatencySample.of(appends),
            cared.toNanos() / 1e6 / MARK,
            table.openMs());
    print(mark);
    return mark;
  }

  private static void print(Mark mark) {
    System.out.printf(
        Locale.ROOT,
        "%-13s %,7d %7.1f / %5.1f ms %7.2f ms %4.0f ms %5d %5d %11d %,7d%n",
        mark.maintained() ? "maintained" : "left alone",
        mark.batches(),
        mark.append().p50Ms(),
        mark.append().p95Ms(),
        mark.careMsPerBatch(),
        mark.openMs(),
        mark.files().live(),
        mark.files().data(),
        mark.files().log(),
        mark.files().bytes() >> 10);
  }
}
