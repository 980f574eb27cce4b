package dev.freshet.cli.answer;

import dev.freshet.core.error.FreshetException;
import dev.freshet.home.PipelineHome;
import dev.freshet.home.report.ProcessIdentity;
import dev.freshet.home.report.RunStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells how a run gets on: a line every few seconds in which batches were committed or the state
 * changed. Reads the run's own status report.
 */
public final class RunProgress implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
  private static final String BATCHES = "freshet.batch.completed";
  private static final String ROWS = "freshet.bronze.rows";

  private final PipelineHome home;
  private final PrintWriter out;
  private final boolean freshness;
  private final ScheduledExecutorService ticker;
  private String told = "";

  private RunProgress(PipelineHome home, PrintWriter out, boolean freshness) {
    this.home = home;
    this.out = out;
    this.freshness = freshness;
    this.ticker =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "freshet-progress");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts telling.
   *
   * @param freshness whether landed to queryable is worth telling: it is not while a backlog drains
   */
  public static RunProgress start(PipelineHome home, PrintWriter out, boolean freshness) {
    RunProgress progress = new RunProgress(home, out, freshness);
    progress.ticker.scheduleWithFixedDelay(
        progress::tell, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    return progress;
  }

  private void tell() {
    String line = look();
    if (!line.equals(told)) {
      told = line;
      out.println(TIME.format(Instant.now()) + "  " + line);
      out.flush();
    }
  }

  /** The line to tell; why there is none when the report cannot be read, which harms no run. */
  private String look() {
    try {
      return home.report()
          .filter(status -> status.process().equals(ProcessIdentity.current()))
          .map(this::line)
          .orElse(told);
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
    if (freshness && status.freshness().samples() > 0) {
      line.append("  landed to queryable ").append(Text.freshness(status.freshness()));
    }
    return line.toString();
  }

  /** Tells no more; may be called twice. */
  @Override
  public void close() {
    ticker.shutdownNow();
  }
}
