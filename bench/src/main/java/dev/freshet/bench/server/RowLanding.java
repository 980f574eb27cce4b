package dev.freshet.bench.server;

import dev.freshet.bench.rig.PipelineProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Lands a file of twenty rows five times a second: new records, and newer versions of others. */
final class RowLanding implements AutoCloseable {

  private static final int ROWS = 20;
  private static final int KEYS = 2_000;
  private static final int INTERVAL_MILLIS = 200;

  private final PipelineProcess home;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private volatile int files;

  private RowLanding(PipelineProcess home) {
    this.home = home;
  }

  static RowLanding start(PipelineProcess home) {
    RowLanding landing = new RowLanding(home);
    var unused =
        landing.clock.scheduleAtFixedRate(landing::land, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    return landing;
  }

  private void land() {
    int file = files;
    StringBuilder lines = new StringBuilder();
    try {
      for (int row = 0; row < ROWS; row++) {
        int key = (file * ROWS + row) * 7 % KEYS;
        lines.append(
            PipelineProcess.line(
                Integer.toString(key),
                "ticket %d of shift %d: pump %d lost pressure".formatted(row, file, key)));
      }
      home.land(name(file), lines.toString());
      files = file + 1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(int file) {
    return "%06d.json".formatted(file);
  }

  /** The file that landed last. */
  String newest() {
    return name(files - 1);
  }

  @Override
  public void close() throws InterruptedException {
    clock.shutdown();
    if (!clock.awaitTermination(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("Landing did not end");
    }
  }
}
