package dev.freshet.embedding.http;

import java.time.Duration;

/**
 * The limits of one request and its answer.
 *
 * @param timeout from the first byte of the request to the last of the answer
 * @param maxBodyBytes most bytes of the answer's body
 */
record ExchangeLimits(Duration timeout, int maxBodyBytes) {}
