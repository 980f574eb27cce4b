package dev.freshet.bench.ingest;

import dev.freshet.bench.rig.PipelineProcess;
import dev.freshet.home.metric.PipelineMetric;
import dev.freshet.home.report.RunStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The batches of a pipeline as its status reports them, each once. */
final class Progress {

  /**
   * Where a pipeline was after a batch.
   *
   * @param at when the batch was queryable
   * @param rows landed lines of the batch
   * @param embedded chunks the model embedded since the process started
   * @param chunks cut since the process started
   */
  record Point(Instant at, long rows, long embedded, long chunks) {}

  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final List<Point> points = new ArrayList<>();
  private String lastId = "";

  /** Waits until the process has cut {@code chunks} since it started. */
  static Progress drain(PipelineProcess run, long chunks) throws InterruptedException, IOException {
    Progress progress = new Progress();
    PipelineProcess.await(
        chunks + " chunks are committed",
        LIMIT,
        () -> {
          run.status().ifPresent(progress::see);
          List<Point> points = progress.points();
          return run.hasEnded()
              || (!points.isEmpty() && points.get(points.size() - 1).chunks() >= chunks);
        });
    if (run.hasEnded()) {
      throw new IOException("The pipeline has ended; see " + run.directory());
    }
    return progress;
  }

  /** Adds the newest batch of the status; a batch between two calls is missed. */
  void see(RunStatus status) {
    RunStatus.LastBatch last = status.lastBatch();
    if (last != null && !last.id().equals(lastId)) {
      lastId = last.id();
      points.add(
          new Point(
              last.queryableAt(),
              last.rows(),
              total(status, PipelineMetric.CHUNKS_EMBEDDED),
              total(status, PipelineMetric.CHUNKS_CUT)));
    }
  }

  List<Point> points() {
    return List.copyOf(points);
  }

  /** Chunks a second between the first batch, which is cold, and the last. */
  double embeddedPerSecond() {
    if (points.size() < 2) {
      throw new IllegalStateException("Cannot tell a rate from " + points.size() + " batches");
    }
    Point first = points.get(0);
    Point last = points.get(points.size() - 1);
    return (last.embedded() - first.embedded())
        / (Duration.between(first.at(), last.at()).toNanos() / 1e9);
  }

  static long total(RunStatus status, PipelineMetric metric) {
    return status.totals().getOrDefault(metric.meterName(), 0L);
  }
}
