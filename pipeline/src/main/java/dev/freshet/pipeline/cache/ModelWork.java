package dev.freshet.pipeline.cache;

import java.time.Duration;

/**
 * What a model was really asked for, as opposed to what the cache knew.
 *
 * @param tokens of the texts it embedded, by {@code Embedder.countTokens}; texts it rejected count
 *     for none
 * @param took time of the call
 */
public record ModelWork(long tokens, Duration took) {

  /** The model was not asked. */
  public static final ModelWork NONE = new ModelWork(0, Duration.ZERO);
}
