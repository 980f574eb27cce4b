package dev.freshet.embedding.service;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/** The quota of this process, in requests and in tokens. Thread-safe. */
final class RateLimits {

  private final Optional<TokenBucket> requests;
  private final Optional<TokenBucket> tokens;

  RateLimits(OptionalInt requestsPerMinute, OptionalInt tokensPerMinute, LongSupplier nanos) {
    this.requests = bucket(requestsPerMinute, nanos);
    this.tokens = bucket(tokensPerMinute, nanos);
  }

  /** Takes what one request needs; the caller must wait as long as the answer says. */
  Duration take(int tokenCount) {
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
