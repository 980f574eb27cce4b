package dev.freshet.embedding.service;

import dev.freshet.core.embed.InputType;
import java.util.List;

/** One way of asking a service: one request and what came of it. Thread-safe. */
@FunctionalInterface
public interface EmbeddingsApi extends AutoCloseable {

  /**
   * Asks for the vectors of {@code texts}, once, and within a bounded time.
   *
   * @param texts none of them blank but for {@code " "}, none with half of a surrogate pair
   */
  ServiceReply send(List<String> texts, InputType type) throws InterruptedException;

  /** Cancels what is under way. */
  @Override
  default void close() {}
}
