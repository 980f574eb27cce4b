package dev.freshet.cli.answer;

import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.home.report.StepRun;
import dev.freshet.maintenance.MaintenanceListener;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of maintenance while it goes on, a line a step, and keeps the newest runs. */
public final class MaintenanceProgress implements MaintenanceListener {

  private static final Logger LOGGER = LoggerFactory.getLogger(MaintenanceProgress.class);
  private static final int KEPT = 20;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

  private final PrintWriter out;
  private final boolean quiet;
  private final Deque<MaintenanceRun> newest = new ArrayDeque<>();

  /**
   * @param quiet whether nobody sits there and reads: what goes wrong is in the log
   */
  public MaintenanceProgress(PrintWriter out, boolean quiet) {
    this.out = out;
    this.quiet = quiet;
  }

  @Override
  public void ran(MaintenanceRun run) {
    newest.addFirst(run);
    if (newest.size() > KEPT) {
      newest.removeLast();
    }
    tell(Optimized.line(StepRun.of(run)));
  }

  @Override
  public void waits(String why) {
    tell(why);
  }

  /** Ends the process at once: its exit handlers would wait for the step. */
  @Override
  public void hangs(String what) {
    LOGGER.atError().addKeyValue("step", what).log("maintenance hangs, the process ends itself");
    Runtime.getRuntime().halt(ExitCode.FAILED);
  }

  private void tell(String line) {
    if (!quiet) {
      out.println(TIME.format(Instant.now()) + "  " + line);
      out.flush();
    }
  }

  /** The newest runs, newest first. */
  public List<MaintenanceRun> newest() {
    return List.copyOf(newest);
  }
}
