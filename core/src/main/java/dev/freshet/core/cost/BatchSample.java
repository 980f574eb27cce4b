package dev.freshet.core.cost;

/**
 * Size and cost of one batch.
 *
 * @param bytes landed bytes of its files, at least 0
 * @param tokens of the texts the model embedded; texts from the cache do not count
 * @param modelSeconds time the model needed for them
 * @param totalSeconds from the admission of the batch until it was queryable, the model's time
 *     included
 */
public record BatchSample(long bytes, long tokens, double modelSeconds, double totalSeconds) {

  /** Time of everything but the model: reading, cutting, writing, committing. */
  double restSeconds() {
    return Math.max(0, totalSeconds - modelSeconds);
  }

  double tokensPerByte() {
    return tokens / (double) Math.max(1, bytes);
  }
}
