package dev.freshet.upstream;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes events into a landing zone, a line each, a file for each batch of the connector. A file
 * gets its name when it is complete.
 */
final class LandingSink implements DebeziumEngine.ChangeConsumer<ChangeEvent<String, String>> {

  private final Path landing;
  private long files;
  private volatile long lastEvent = System.nanoTime();

  LandingSink(Path landing) {
    this.landing = landing;
  }

  @Override
  public void handleBatch(
      List<ChangeEvent<String, String>> events,
      DebeziumEngine.RecordCommitter<ChangeEvent<String, String>> committer)
      throws InterruptedException {
    StringBuilder lines = new StringBuilder();
    for (ChangeEvent<String, String> event : events) {
      boolean heartbeat = event.destination().startsWith("__debezium-heartbeat");
      boolean signal = event.destination().endsWith(".signals");
      if (!heartbeat) {
        lastEvent = System.nanoTime();
      }
      // Like a sink with one file series per table, with what every series gets.
      if (!signal) {
        lines.append("{\"key\":").append(event.key());
        lines.append(",\"value\":").append(event.value()).append("}\n");
      }
    }
    if (!lines.isEmpty()) {
      land(lines.toString());
    }
    for (ChangeEvent<String, String> event : events) {
      committer.markProcessed(event);
    }
    committer.markBatchFinished();
  }

  private void land(String lines) {
    String name = "%08d.json".formatted(++files);
    try {
      Path complete = landing.resolve(name);
      Path writing = landing.resolve("." + name + ".tmp");
      Files.writeString(writing, lines);
      Files.move(writing, complete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until no event came for some time. */
  void awaitQuiet(long millis) throws InterruptedException {
    lastEvent = System.nanoTime();
    while (System.nanoTime() - lastEvent < millis * 1_000_000) {
      Thread.sleep(20);
    }
  }
}
