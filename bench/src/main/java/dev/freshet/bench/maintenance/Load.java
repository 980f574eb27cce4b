package dev.freshet.bench.maintenance;

import dev.freshet.bench.rig.LatencySample;
import dev.freshet.bench.rig.Notes;
import dev.freshet.core.vector.TableState;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorTableReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Searches, and batches if wanted, on one table for a while, each by its own clock: a batch every
 * half second, two searchers that pause for 100 ms between their searches, a look at the table
 * every two seconds, and a check of what searches find every twenty.
 */
final class Load {

  static final int K = 10;

  private static final Duration BATCH = Duration.ofMillis(500);
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration CHECK = Duration.ofSeconds(20);
  private static final Duration THINK = Duration.ofMillis(100);
  private static final int SEARCHERS = 2;
  private static final int CHECKED_QUERIES = 40;
  private static final int TEXTS = 500;

  private final SoakTable table;
  private final Notes notes;
  private final VectorTableReader reader;
  private final int rowsPerBatch;
  private final Duration length;
  private final long start = System.nanoTime();

  /**
   * @param rowsPerBatch records of a batch; 0 for searches alone
   */
  Load(SoakTable table, Notes notes, VectorTableReader reader, int rowsPerBatch, Duration length) {
    this.table = table;
    this.notes = notes;
    this.reader = reader;
    this.rowsPerBatch = rowsPerBatch;
    this.length = length;
  }

  /** A search: when it began, and how long it took. */
  record Search(double seconds, double millis) {}

  /**
   * A batch.
   *
   * @param seconds when it was due
   * @param millis to embed, stage and commit it
   * @param waitMillis of it spent waiting for maintenance
   * @param conflicts how often maintenance came first
   */
  record Batch(double seconds, double millis, double waitMillis, int conflicts) {}

  /** The table at some time. */
  record Sight(double seconds, int fragments, long tailRows, int deltaSegments) {}

  /** What searches found at some time. */
  record Check(double seconds, double recall, int wrong) {}

  /** All that was seen, each in the order of time. */
  record Seen(List<Search> searches, List<Batch> batches, List<Sight> sights, List<Check> checks) {

    /** Of the searches that began in this stretch of time. */
    LatencySample latency(double fromSecond, double toSecond) {
      return LatencySample.of(
          searches.stream()
              .filter(each -> each.seconds() >= fromSecond && each.seconds() < toSecond)
              .map(Search::millis)
              .toList());
    }
  }

  /** Runs it. */
  Seen run() throws Exception {
    List<Search> searches = new ArrayList<>();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<List<Search>>> searchers = new ArrayList<>();
      for (int i = 0; i < SEARCHERS; i++) {
        searchers.add(threads.submit(this::searches));
      }
      Future<List<Batch>> batches =
          threads.submit(() -> rowsPerBatch == 0 ? List.of() : every(BATCH, this::batch));
      Future<List<Sight>> sights = threads.submit(() -> every(LOOK, this::look));
      Future<List<Check>> checks = threads.submit(() -> every(CHECK, this::check));
      for (Future<List<Search>> searcher : searchers) {
        searches.addAll(result(searcher));
      }
      return new Seen(searches, result(batches), result(sights), result(checks));
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

  private <T> List<T> every(Duration period, Callable<T> task) throws Exception {
    List<T> results = new ArrayList<>();
    for (long due = 0; due < length.toNanos(); due += period.toNanos()) {
      TimeUnit.NANOSECONDS.sleep(Math.max(0, start + due - System.nanoTime()));
      if (seconds() >= length.toSeconds()) {
        break;
      }
      results.add(task.call());
    }
    return results;
  }

  private List<Search> searches() throws InterruptedException {
    List<float[]> questions = notes.vectors(notes.next(TEXTS));
    List<Search> searches = new ArrayList<>();
    while (seconds() < length.toSeconds()) {
      float[] question = questions.get(searches.size() % questions.size());
      double began = seconds();
      reader.search(new VectorQuery(question, K));
      searches.add(new Search(began, (seconds() - began) * 1e3));
      TimeUnit.MILLISECONDS.sleep(THINK.toMillis());
    }
    return searches;
  }

  private Batch batch() {
    double began = seconds();
    TableFeed.Written written = table.churn(rowsPerBatch);
    return new Batch(
        began,
        (seconds() - began) * 1e3,
        written.outcome().leaseWait().toNanos() / 1e6,
        written.outcome().conflicts());
  }

  private Sight look() {
    double now = seconds();
    TableState state = reader.state();
    return new Sight(now, state.fragments(), state.unindexedRows(), state.deltaSegments());
  }

  private Check check() {
    double now = seconds();
    SoakTable.Checked checked = table.check(reader, CHECKED_QUERIES, K);
    return new Check(now, checked.recall(), checked.wrong());
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }
}
