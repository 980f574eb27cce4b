package dev.freshet.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A pipeline that runs on a thread of its own until the test ends it. */
final class ContinuousRun implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(30);

  private final IngestPipeline pipeline;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Future<RunSummary> run;

  ContinuousRun(IngestPipeline pipeline) {
    this.pipeline = pipeline;
    this.run = thread.submit(() -> pipeline.run(false));
  }

  ContinuousRun awaitReady() throws InterruptedException {
    assertThat(pipeline.awaitReady(START)).isTrue();
    return this;
  }

  void askToStop() {
    pipeline.stop();
  }

  /** Stops the run and returns its summary; fails if a stop takes too long. */
  RunSummary end() throws InterruptedException, ExecutionException, TimeoutException {
    pipeline.stop();
    return run.get(STOP.toSeconds(), TimeUnit.SECONDS);
  }

  boolean ended() {
    return run.isDone();
  }

  @Override
  public void close() {
    pipeline.stop();
    thread.shutdown();
    try {
      assertThat(thread.awaitTermination(STOP.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
