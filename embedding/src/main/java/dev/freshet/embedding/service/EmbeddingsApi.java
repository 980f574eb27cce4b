package dev.freshet.embedding.service;

import dev.freshet.core.embed.InputType;
import java.util.List;

/** The protocol of a service: sends one request and interprets its answer. Thread-safe. */
@FunctionalInterface
public interface EmbeddingsApi extends AutoCloseable {

  /**
   * Asks for the vectors of {@code texts} with one request, within a bounded time.
   *
   * @param texts none is blank except {@code " "}, none has half of a surrogate pair
   */
  ServiceReply send(List<String> texts, InputType type) throws InterruptedException;

  /** Cancels the requests under way. */
  @Override
  default void close() {}
}
