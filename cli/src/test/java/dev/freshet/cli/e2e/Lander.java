package dev.freshet.cli.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Lands a file of random changes every so often until it is closed. */
final class Lander implements AutoCloseable {

  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final TestPipeline pipeline;
  private final ChangeModel model;
  private final int rowsPerFile;
  private Future<?> landing;
  private int files;

  private Lander(TestPipeline pipeline, ChangeModel model, int rowsPerFile) {
    this.pipeline = pipeline;
    this.model = model;
    this.rowsPerFile = rowsPerFile;
  }

  static Lander start(TestPipeline pipeline, ChangeModel model, int rowsPerFile, Duration pause) {
    Lander lander = new Lander(pipeline, model, rowsPerFile);
    lander.landing =
        lander.executor.scheduleWithFixedDelay(
            lander::land, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    return lander;
  }

  private void land() {
    try {
      pipeline.land("%05d.json".formatted(++files), model.lines(rowsPerFile));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the file that is landing; fails if one could not be landed. */
  @Override
  public void close() throws Exception {
    executor.shutdown();
    if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
      throw new AssertionError("landing did not end");
    }
    if (landing.isDone() && !landing.isCancelled()) {
      try {
        landing.get();
      } catch (ExecutionException e) {
        throw new AssertionError("landing failed", e.getCause());
      }
    }
  }
}
