/**
 * The search server under abuse: {@link dev.freshet.bench.server.ServerAbuseScenario} searches
 * while {@link dev.freshet.bench.server.Crowd} does what no client should.
 */
@NullMarked
package dev.freshet.bench.server;

import org.jspecify.annotations.NullMarked;
