package dev.freshet.server.dashboard;

import dev.freshet.home.report.HomeStatus;
import dev.freshet.home.report.Percentiles;
import dev.freshet.home.report.ProcessIdentity;
import dev.freshet.home.report.RunStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Samples of single figures. */
final class Samples {

  static final Instant START = FakePipeline.START;

  private Samples() {}

  /** Of a pipeline with a backlog, after it worked off so many bytes. */
  static Sample backlog(long second, long waiting, long processed) {
    HomeStatus status =
        status(new RunStatus.Backlog(waiting / 1_000, waiting), processed, 0, START);
    return Sample.of(START.plusSeconds(second), status, QueryFigures.NONE, Optional.empty());
  }

  /** Of a pipeline that put so many lines into quarantine. */
  static Sample quarantined(long second, long rows) {
    return Sample.of(
        START.plusSeconds(second),
        status(new RunStatus.Backlog(0, 0), 0, rows, START.plusSeconds(second)),
        QueryFigures.NONE,
        Optional.empty());
  }

  /** Of a server that did so much. */
  static Sample served(long second, long answered, long failed, long shed) {
    return Sample.of(
        START.plusSeconds(second),
        status(new RunStatus.Backlog(0, 0), 0, 0, START.plusSeconds(second)),
        new QueryFigures(answered, failed, shed, new Percentiles(answered, 4, 9, 20)),
        Optional.empty());
  }

  /** Of a pipeline whose table is so far behind. */
  static Sample behind(long seconds) {
    return Sample.of(
        START,
        status(new RunStatus.Backlog(0, 0), 0, 0, START.minusSeconds(seconds)),
        QueryFigures.NONE,
        Optional.empty());
  }

  private static HomeStatus status(
      RunStatus.Backlog backlog, long processed, long quarantined, Instant asOf) {
    RunStatus told =
        new RunStatus(
            new RunStatus.Activity(ProcessIdentity.current(), RunStatus.State.RUNNING, START),
            new RunStatus.Position("stream", 1, 1, asOf),
            new Percentiles(1, 1, 2, 3),
            backlog,
            null,
            null,
            new RunStatus.Metrics(
                Map.of("freshet.source.bytes", processed, "freshet.quarantine.rows", quarantined),
                Map.of()));
    return HomeStatus.of("docs", Optional.of(told), 0, Optional.empty(), Optional.empty());
  }
}
