package dev.freshet.bench.load.contender;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Hands rows to as many threads as there are cores. */
final class ParallelRows {

  private ParallelRows() {}

  /** What is done with a row. Thread-safe. */
  interface Sink {
    void take(Row row) throws Exception;
  }

  /** Returns when all rows are taken; throws what the first sink threw. */
  static void each(Iterator<Row> rows, Sink sink) throws Exception {
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(
            pool.submit(
                () -> {
                  Row row = next(rows);
                  while (row != null) {
                    sink.take(row);
                    row = next(rows);
                  }
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static @Nullable Row next(Iterator<Row> rows) {
    synchronized (rows) {
      return rows.hasNext() ? rows.next() : null;
    }
  }
}
