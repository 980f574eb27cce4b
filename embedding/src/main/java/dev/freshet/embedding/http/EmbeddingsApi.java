package dev.freshet.embedding.http;

import java.util.List;

/** One request to the service and what came of it. Thread-safe. */
@FunctionalInterface
interface EmbeddingsApi {

  /** Asks for the vectors of {@code texts}, once. */
  Reply send(List<String> texts) throws InterruptedException;
}
