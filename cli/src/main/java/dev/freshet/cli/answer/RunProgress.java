package dev.freshet.cli.answer;

import dev.freshet.core.DaemonThreads;
import dev.freshet.core.error.FreshetException;
import dev.freshet.home.PipelineHome;
import dev.freshet.home.report.FreshnessWindow;
import dev.freshet.home.report.ProcessIdentity;
import dev.freshet.home.report.RunStatus;
import dev.freshet.home.report.WindowFreshness;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Reports the progress of a run: every few seconds one line, if batches were committed or the state
 * changed. Reads the run's own status report.
 */
public final class RunProgress implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final String BATCHES = "freshet.batch.completed";
  private static final String ROWS = "freshet.bronze.rows";

  private final PipelineHome home;
  private final ProgressLines out;
  private final boolean freshness;
  private final ScheduledExecutorService ticker;
  private String reported = "";

  private RunProgress(PipelineHome home, PrintWriter out, boolean freshness) {
    this.home = home;
    this.out = new ProgressLines(out);
    this.freshness = freshness;
    this.ticker =
        Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("freshet-progress"));
  }

  /**
   * Starts to report.
   *
   * @param freshness whether to report the time from landed to queryable: it says nothing while a
   *     backlog drains
   */
  public static RunProgress start(PipelineHome home, PrintWriter out, boolean freshness) {
    RunProgress progress = new RunProgress(home, out, freshness);
    progress.ticker.scheduleWithFixedDelay(
        progress::report, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    return progress;
  }

  private void report() {
    String line = line();
    if (!line.equals(reported)) {
      reported = line;
      out.add(line);
    }
  }

  /** The line to report, or the reason why the status cannot be read, which harms no run. */
  private String line() {
    try {
      return home.report()
          .filter(status -> status.process().equals(ProcessIdentity.current()))
          .map(this::line)
          .orElse(reported);
    } catch (FreshetException e) {
      return e.getMessage();
    }
  }

  private String line(RunStatus status) {
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "%s  %,d batches  %,d rows  %,d records",
            status.state().name().toLowerCase(Locale.ROOT),
            status.totals().getOrDefault(BATCHES, 0L),
            status.totals().getOrDefault(ROWS, 0L),
            status.records()));
    if (status.backlog().files() > 0) {
      line.append(String.format(Locale.ROOT, "  %,d files waiting", status.backlog().files()));
    }
    WindowFreshness newest = status.freshness(FreshnessWindow.DEFAULT);
    if (freshness && newest.files() > 0) {
      line.append("  landed to queryable ").append(Text.freshness(newest));
    }
    return line.toString();
  }

  /** Stops to report; may be called twice. */
  @Override
  public void close() {
    ticker.shutdownNow();
  }
}
