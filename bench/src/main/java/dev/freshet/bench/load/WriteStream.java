package dev.freshet.bench.load;

import dev.freshet.bench.load.contender.Contender;
import dev.freshet.bench.load.contender.Found;
import dev.freshet.bench.load.contender.Row;
import dev.freshet.bench.rig.LatencySample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Writes a batch every half second, whether or not earlier ones took longer, and asks after each
 * for its last row until it is found. Of the records a batch touches some are deleted; they come
 * back when they are drawn again. The same for every contender.
 */
final class WriteStream {

  static final Duration PERIOD = Duration.ofMillis(500);

  private static final int DELETED_ONE_IN = 20;
  private static final Duration FIND_LIMIT = Duration.ofSeconds(5);
  private static final Duration FIND_PAUSE = Duration.ofMillis(2);

  private final Contender contender;
  private final RowModel model;
  private final int keys;
  private final int rowsPerBatch;
  private final Iterator<Row> source;
  private final Random random = new Random(5);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final List<Double> writes = new ArrayList<>();
  private final List<Double> found = new ArrayList<>();
  private final List<Double> foundFromStart = new ArrayList<>();
  private int unfound;
  private int late;

  /**
   * @param keys records have the numbers below
   * @param source texts and vectors to write
   */
  WriteStream(
      Contender contender, RowModel model, int keys, int rowsPerBatch, Iterator<Row> source) {
    this.contender = contender;
    this.model = model;
    this.keys = keys;
    this.rowsPerBatch = rowsPerBatch;
    this.source = source;
  }

  /**
   * What it saw, in milliseconds.
   *
   * @param batches written
   * @param late of these began after the next one was due
   * @param write until the call came back
   * @param found from then until a search found the batch's last row
   * @param foundFromStart both together
   * @param unfound batches whose last row was not found by its own vector within the limit
   */
  record Figures(
      int batches,
      int late,
      LatencySample write,
      LatencySample found,
      LatencySample foundFromStart,
      int unfound) {}

  /** No batch begins from now on. */
  void stop() {
    stopped.countDown();
  }

  /** Writes until stopped. */
  Figures run() throws Exception {
    long start = System.nanoTime();
    int batch = 0;
    while (!stopped.await(
        start + batch * PERIOD.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      if (System.nanoTime() - start > (batch + 1) * PERIOD.toNanos()) {
        late++;
      }
      write(RowModel.LOADED + ++batch);
    }
    return new Figures(batch, late, sample(writes), sample(found), sample(foundFromStart), unfound);
  }

  private static LatencySample sample(List<Double> millis) {
    return millis.isEmpty() ? new LatencySample(0, 0, 0, 0, 0) : LatencySample.of(millis);
  }

  private void write(long version) throws Exception {
    Set<Integer> drawn = new LinkedHashSet<>();
    while (drawn.size() < rowsPerBatch) {
      drawn.add(random.nextInt(keys));
    }
    List<Row> rows = new ArrayList<>();
    List<Integer> deleted = new ArrayList<>();
    for (int key : drawn) {
      // The last one drawn is written in any case: it is what is looked for.
      boolean goes = random.nextInt(DELETED_ONE_IN) == 0 && model.holds(key);
      if (goes && rows.size() + deleted.size() < rowsPerBatch - 1) {
        deleted.add(key);
      } else {
        Row made = source.next();
        rows.add(new Row(key, version, made.text(), made.vector()));
      }
    }
    long began = System.nanoTime();
    contender.replace(rows, deleted);
    long written = System.nanoTime();
    model.apply(rows, deleted);
    writes.add((written - began) / 1e6);
    if (isFound(rows.get(rows.size() - 1), written + FIND_LIMIT.toNanos())) {
      long now = System.nanoTime();
      found.add((now - written) / 1e6);
      foundFromStart.add((now - began) / 1e6);
    } else {
      unfound++;
    }
  }

  private boolean isFound(Row row, long deadline) throws Exception {
    while (System.nanoTime() < deadline) {
      for (Found hit : contender.search(row.vector(), SearchLoad.K)) {
        if (hit.key() == row.key() && hit.version() == row.version()) {
          return true;
        }
      }
      TimeUnit.MILLISECONDS.sleep(FIND_PAUSE.toMillis());
    }
    return false;
  }
}
