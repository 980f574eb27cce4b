/**
 * Decides when the next request to a service may be sent: {@link
 * dev.freshet.embedding.service.pace.RateLimits} by its quota, {@link
 * dev.freshet.embedding.service.pace.Backoff} after a failure, {@link
 * dev.freshet.embedding.service.pace.CircuitBreaker} after several failures. Knows nothing of
 * requests and answers; time comes from {@link dev.freshet.embedding.service.pace.Waiting}.
 */
@NullMarked
package dev.freshet.embedding.service.pace;

import org.jspecify.annotations.NullMarked;
