package dev.freshet.demo.feed;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Lands the files of a plan, each at its time, on the thread that calls it. */
final class FeedRun implements Runnable {

  private final FeedPlan plan;
  private final ChangeFileWriter writer;
  private final FeedListener listener;
  private final InstantSource clock;
  private final Sleeper sleeper;

  /** Waits; a test passes one that does not. */
  @FunctionalInterface
  interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
  }

  FeedRun(
      FeedPlan plan,
      ChangeFileWriter writer,
      FeedListener listener,
      InstantSource clock,
      Sleeper sleeper) {
    this.plan = plan;
    this.writer = writer;
    this.listener = listener;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /** Returns when the plan is done, when the thread is interrupted or when a file cannot land. */
  @Override
  public void run() {
    listener.ended(landAll());
  }

  private FeedEnd landAll() {
    try {
      Instant start = clock.instant();
      for (PlannedFile file : plan.files()) {
        waitUntil(start.plus(file.at()));
        writer.write(file.name(), file.changes());
        listener.fileLanded(
            new FeedFile(
                file.name(),
                file.release(),
                ChangeCounts.of(file.changes()),
                clock.instant(),
                file.completesRelease()));
      }
      return new FeedEnd.Completed();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new FeedEnd.Stopped();
    } catch (RuntimeException e) {
      // An interrupt aborts a write in progress; that is a stop, and the write has landed nothing.
      return Thread.currentThread().isInterrupted() ? new FeedEnd.Stopped() : new FeedEnd.Failed(e);
    }
  }

  /** Files that are late, because writing or listening took long, follow without a wait. */
  private void waitUntil(Instant due) throws InterruptedException {
    Duration wait = Duration.between(clock.instant(), due);
    if (Thread.interrupted()) {
      throw new InterruptedException("The feed is being stopped");
    }
    if (!wait.isNegative() && !wait.isZero()) {
      sleeper.sleep(wait);
    }
  }
}
