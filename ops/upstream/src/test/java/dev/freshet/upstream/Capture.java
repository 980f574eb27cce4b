package dev.freshet.upstream;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.format.Json;
import java.io.IOException;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A running connector. */
final class Capture implements AutoCloseable {

  private final DebeziumEngine<ChangeEvent<String, String>> engine;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final AtomicReference<String> failure = new AtomicReference<>();

  private Capture(Properties settings, LandingSink sink) {
    engine =
        DebeziumEngine.create(Json.class)
            .using(settings)
            .notifying(sink)
            .using(
                (DebeziumEngine.CompletionCallback)
                    (success, message, error) -> {
                      if (!success) {
                        failure.set(message);
                      }
                    })
            .build();
    thread.execute(engine);
  }

  static Capture start(Properties settings, LandingSink sink) {
    return new Capture(settings, sink);
  }

  /** Stops the connector; it keeps its offsets. */
  @Override
  public void close() throws IOException, InterruptedException {
    engine.close();
    thread.shutdown();
    if (!thread.awaitTermination(60, TimeUnit.SECONDS)) {
      throw new IOException("The connector does not stop");
    }
    if (failure.get() != null) {
      throw new IOException("The connector failed: " + failure.get());
    }
  }
}
