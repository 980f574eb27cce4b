package dev.freshet.embedding.service;

import dev.freshet.core.embed.ServiceCounts;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests to a service by their results. Thread-safe. */
final class ServiceTally {

  private final LongAdder requests = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder throttled = new LongAdder();
  private final LongAdder tokens = new LongAdder();
  private final LongAdder splits = new LongAdder();
  private final LongAdder circuitOpenings = new LongAdder();

  /**
   * Counts a request.
   *
   * @param repeated whether the same texts were sent before, in the same call
   */
  void request(boolean repeated) {
    requests.increment();
    if (repeated) {
      retries.increment();
    }
  }

  void throttled() {
    throttled.increment();
  }

  void answered(long tokenCount) {
    tokens.add(tokenCount);
  }

  void split() {
    splits.increment();
  }

  void circuitOpened() {
    circuitOpenings.increment();
  }

  ServiceCounts counts() {
    return new ServiceCounts(
        requests.sum(),
        retries.sum(),
        throttled.sum(),
        tokens.sum(),
        splits.sum(),
        circuitOpenings.sum());
  }
}
