package dev.freshet.cli;

import dev.freshet.pipeline.metrics.Percentiles;
import dev.freshet.pipeline.status.ProcessIdentity;
import dev.freshet.pipeline.status.RunStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** What pipelines say of themselves. */
final class Reports {

  static final Instant QUERYABLE_AT = Instant.parse("2026-03-01T09:59:59Z");

  private Reports() {}

  /** Said by this process, which lives. */
  static RunStatus live(RunStatus.State state, Instant asOf) {
    return report(ProcessIdentity.current(), state, asOf);
  }

  /** Said to be running, by a process that has ended since. */
  static RunStatus killed(Instant asOf) {
    try {
      Process process = new ProcessBuilder("true").start();
      process.waitFor();
      return report(new ProcessIdentity(process.pid(), asOf), RunStatus.State.RUNNING, asOf);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static RunStatus report(ProcessIdentity process, RunStatus.State state, Instant asOf) {
    return new RunStatus(
        process,
        state,
        asOf,
        "stream",
        3,
        1_234,
        asOf,
        new Percentiles(40, 310, 420.4, 15_000),
        new RunStatus.Backlog(2, 2_048),
        new RunStatus.Admission(131_072, 1_000, true, 31_900.5, 0.25),
        new RunStatus.LastBatch("stream:3", 8, 1, 20, 12, 30, QUERYABLE_AT),
        Map.of("freshet.batch.completed", 3L),
        Map.of("freshet.batch", new Percentiles(3, 1, 2, 3)));
  }
}
