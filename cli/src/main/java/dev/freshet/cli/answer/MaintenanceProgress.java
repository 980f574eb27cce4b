package dev.freshet.cli.answer;

import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.home.report.StepRun;
import dev.freshet.maintenance.MaintenanceListener;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports maintenance as it runs, one line per step, and keeps the newest runs. */
public final class MaintenanceProgress implements MaintenanceListener {

  private static final Logger LOGGER = LoggerFactory.getLogger(MaintenanceProgress.class);
  private static final int KEPT = 20;

  private final ProgressLines out;
  private final boolean quiet;
  private final Deque<MaintenanceRun> newest = new ArrayDeque<>();

  /**
   * @param quiet whether to print nothing: a supervised process has no reader, and its failures are
   *     in the log
   */
  public MaintenanceProgress(PrintWriter out, boolean quiet) {
    this.out = new ProgressLines(out);
    this.quiet = quiet;
  }

  @Override
  public void ran(MaintenanceRun run) {
    newest.addFirst(run);
    if (newest.size() > KEPT) {
      newest.removeLast();
    }
    report(Optimized.line(StepRun.of(run)));
  }

  @Override
  public void waits(String why) {
    report(why);
  }

  /** Ends the process at once: its exit handlers would wait for the step. */
  @Override
  public void hangs(String what) {
    LOGGER.atError().addKeyValue("step", what).log("maintenance hangs, the process ends itself");
    Runtime.getRuntime().halt(ExitCode.FAILED);
  }

  private void report(String line) {
    if (!quiet) {
      out.add(line);
    }
  }

  /** The newest runs, at most twenty, newest first. */
  public List<MaintenanceRun> newest() {
    return List.copyOf(newest);
  }
}
