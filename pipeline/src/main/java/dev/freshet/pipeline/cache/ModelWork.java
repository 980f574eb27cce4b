package dev.freshet.pipeline.cache;

import java.time.Duration;

/**
 * What a model was asked for because the cache did not know it.
 *
 * @param tokens of the texts it embedded, by {@code Embedder.countTokens}; texts that it rejected
 *     do not count
 * @param took time of the call
 */
public record ModelWork(long tokens, Duration took) {

  /** The model was not asked. */
  public static final ModelWork NONE = new ModelWork(0, Duration.ZERO);
}
