package dev.freshet.embedding.service.pace;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/** The quota of this process, in requests and in tokens. Thread-safe. */
public final class RateLimits {

  private final Optional<TokenBucket> requests;
  private final Optional<TokenBucket> tokens;

  /**
   * Starts with a second's worth of each quota.
   *
   * @param requestsPerMinute empty for no limit
   * @param tokensPerMinute empty for no limit
   * @param nanos a clock that only grows
   */
  public RateLimits(
      OptionalInt requestsPerMinute, OptionalInt tokensPerMinute, LongSupplier nanos) {
    this.requests = bucket(requestsPerMinute, nanos);
    this.tokens = bucket(tokensPerMinute, nanos);
  }

  /** Takes the quota of one request; the caller must wait for the returned time before it sends. */
  public Duration take(int tokenCount) {
    Duration forRequest = requests.map(bucket -> bucket.take(1)).orElse(Duration.ZERO);
    Duration forTokens = tokens.map(bucket -> bucket.take(tokenCount)).orElse(Duration.ZERO);
    return forRequest.compareTo(forTokens) > 0 ? forRequest : forTokens;
  }

  private static Optional<TokenBucket> bucket(OptionalInt perMinute, LongSupplier nanos) {
    return perMinute.isPresent()
        ? Optional.of(new TokenBucket(perMinute.getAsInt(), nanos))
        : Optional.empty();
  }
}
