package dev.freshet.bench.load;

import dev.freshet.bench.load.contender.Contender;
import dev.freshet.bench.load.contender.Found;
import dev.freshet.bench.rig.LatencySample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks a contender for a while.
 *
 * <p>In an open loop question number <i>i</i> is due at a fixed time, and its latency counts from
 * then: one that had to wait for its turn because earlier ones took long shows it, which a loop
 * that waits for answers hides ("coordinated omission").
 */
final class SearchLoad {

  static final int K = 10;

  /** How long an open loop continues after its end with the questions that were due. */
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final Contender contender;
  private final List<LabelledQuestion> questions;
  private final Duration warmUp;
  private final Duration length;

  /**
   * @param warmUp before what counts
   */
  SearchLoad(
      Contender contender, List<LabelledQuestion> questions, Duration warmUp, Duration length) {
    this.contender = contender;
    this.questions = questions;
    this.warmUp = warmUp;
    this.length = length;
  }

  Stage.Figures run(Stage stage) throws Exception {
    Loop loop = stage.isOpen() ? new OpenLoop(stage.perSecond()) : new ClosedLoop();
    List<Callable<List<Double>>> clients = new ArrayList<>();
    for (int i = 0; i < stage.clients(); i++) {
      clients.add(loop::client);
    }
    ExecutorService threads = Executors.newFixedThreadPool(stage.clients());
    try {
      List<Double> millis = new ArrayList<>();
      for (Future<List<Double>> client : threads.invokeAll(clients)) {
        millis.addAll(result(client));
      }
      int answered = millis.size();
      int unanswered = loop.addUnanswered(millis);
      return new Stage.Figures(
          stage, LatencySample.of(millis), answered / (loop.countedNanos() / 1e9), unanswered);
    } finally {
      threads.shutdownNow();
    }
  }

  private static <T> T result(Future<T> future) throws Exception {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private void ask(int number) throws Exception {
    List<Found> found = contender.search(questions.get(number % questions.size()).vector(), K);
    if (found.size() != K) {
      throw new IllegalStateException(
          contender.name() + " found " + found.size() + " rows instead of " + K);
    }
  }

  private interface Loop {

    /** Asks until the end; returns latencies of what counts, in milliseconds. */
    List<Double> client() throws Exception;

    /** Adds how long those waited that were never asked; returns their number. */
    int addUnanswered(List<Double> millis);

    /** The time in which answers were given that count; asked when all clients have ended. */
    long countedNanos();
  }

  private final class ClosedLoop implements Loop {

    private final long counted = System.nanoTime() + warmUp.toNanos();
    private final long end = counted + length.toNanos();
    private final AtomicInteger asked = new AtomicInteger();

    @Override
    public List<Double> client() throws Exception {
      List<Double> millis = new ArrayList<>();
      long began = System.nanoTime();
      while (began < end) {
        ask(asked.getAndIncrement());
        long now = System.nanoTime();
        if (began >= counted) {
          millis.add((now - began) / 1e6);
        }
        began = now;
      }
      return millis;
    }

    @Override
    public int addUnanswered(List<Double> millis) {
      return 0;
    }

    @Override
    public long countedNanos() {
      return System.nanoTime() - counted;
    }
  }

  private final class OpenLoop implements Loop {

    private final double intervalNanos;
    private final long start = System.nanoTime();
    private final int uncounted;
    private final int all;
    private final long limit = start + warmUp.plus(length).plus(DRAIN).toNanos();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();

    OpenLoop(double perSecond) {
      this.intervalNanos = 1e9 / perSecond;
      this.uncounted = (int) (warmUp.toNanos() / intervalNanos);
      this.all = (int) (warmUp.plus(length).toNanos() / intervalNanos);
    }

    private long due(int number) {
      return start + (long) (number * intervalNanos);
    }

    @Override
    public List<Double> client() throws Exception {
      List<Double> millis = new ArrayList<>();
      while (true) {
        int number = next.getAndIncrement();
        if (number >= all) {
          return millis;
        }
        long wait = due(number) - System.nanoTime();
        if (wait > 0) {
          TimeUnit.NANOSECONDS.sleep(wait);
        } else if (System.nanoTime() > limit) {
          return millis;
        }
        begun.getAndIncrement();
        ask(number);
        if (number >= uncounted) {
          millis.add((System.nanoTime() - due(number)) / 1e6);
        }
      }
    }

    /** Questions are begun in the order they are due, so those that never were are the last. */
    @Override
    public int addUnanswered(List<Double> millis) {
      int first = Math.max(uncounted, begun.get());
      for (int number = first; number < all; number++) {
        millis.add((limit - due(number)) / 1e6);
      }
      return all - first;
    }

    /** Up to the end, or to the last answer when that came later. */
    @Override
    public long countedNanos() {
      return Math.max(length.toNanos(), System.nanoTime() - start - warmUp.toNanos());
    }
  }
}
