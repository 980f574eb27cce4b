package dev.freshet.server.dashboard;

import dev.freshet.home.report.FreshnessWindow;
import dev.freshet.home.report.HomeStatus;
import dev.freshet.home.report.Percentiles;
import dev.freshet.home.report.ProcessIdentity;
import dev.freshet.home.report.RunStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Makes history points that have single figures. */
final class HistoryPoints {

  static final Instant START = FakePipeline.START;

  private HistoryPoints() {}

  /** A point of a pipeline that has a backlog and processed so many bytes. */
  static HistoryPoint backlog(long second, long waiting, long processed) {
    HomeStatus status =
        status(new RunStatus.Backlog(waiting / 1_000, waiting), processed, 0, START);
    return HistoryPoint.of(START.plusSeconds(second), status, QueryFigures.NONE, Optional.empty());
  }

  /** A point of a pipeline that quarantined so many lines. */
  static HistoryPoint quarantined(long second, long rows) {
    return HistoryPoint.of(
        START.plusSeconds(second),
        status(new RunStatus.Backlog(0, 0), 0, rows, START.plusSeconds(second)),
        QueryFigures.NONE,
        Optional.empty());
  }

  /** A point of a pipeline that counted so many changes and so many stale events. */
  static HistoryPoint changes(long second, long accepted, long stale) {
    RunStatus told =
        report(
            new RunStatus.Backlog(0, 0),
            START.plusSeconds(second),
            Map.of("freshet.gold.rows", accepted, "freshet.gold.stale", stale));
    return HistoryPoint.of(
        START.plusSeconds(second), status(told), QueryFigures.NONE, Optional.empty());
  }

  /** A point of a pipeline that counted so many events of a source that went backwards. */
  static HistoryPoint backwards(long second, long events) {
    RunStatus told =
        report(
            new RunStatus.Backlog(0, 0),
            START.plusSeconds(second),
            Map.of("freshet.gold.backwards", events));
    return HistoryPoint.of(
        START.plusSeconds(second), status(told), QueryFigures.NONE, Optional.empty());
  }

  /** A point of a server with so many searches. */
  static HistoryPoint served(long second, long answered, long failed, long shed) {
    return HistoryPoint.of(
        START.plusSeconds(second),
        status(new RunStatus.Backlog(0, 0), 0, 0, START.plusSeconds(second)),
        new QueryFigures(answered, failed, shed, new Percentiles(answered, 4, 9, 20)),
        Optional.empty());
  }

  /** A point of a pipeline whose table has this lag. */
  static HistoryPoint behind(long seconds) {
    return HistoryPoint.of(
        START,
        status(new RunStatus.Backlog(0, 0), 0, 0, START.minusSeconds(seconds)),
        QueryFigures.NONE,
        Optional.empty());
  }

  private static HomeStatus status(
      RunStatus.Backlog backlog, long processed, long quarantined, Instant asOf) {
    return status(
        report(
            backlog,
            asOf,
            Map.of("freshet.source.bytes", processed, "freshet.quarantine.rows", quarantined)));
  }

  private static RunStatus report(
      RunStatus.Backlog backlog, Instant asOf, Map<String, Long> totals) {
    return new RunStatus(
        new RunStatus.Activity(ProcessIdentity.current(), RunStatus.State.RUNNING, START),
        new RunStatus.Position("stream", 1, 1, asOf),
        FakePipeline.windows(1, 2, 3),
        backlog,
        null,
        null,
        new RunStatus.Metrics(totals, Map.of()));
  }

  private static HomeStatus status(RunStatus told) {
    return HomeStatus.of(
        "docs", Optional.of(told), 0, Optional.empty(), Optional.empty(), FreshnessWindow.DEFAULT);
  }
}
