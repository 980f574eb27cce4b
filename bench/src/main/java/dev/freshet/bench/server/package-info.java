/**
 * The search server in bad conditions: {@link dev.freshet.bench.server.ServerKillScenario} kills it
 * and the pipeline; {@link dev.freshet.bench.server.ServerAbuseScenario} searches while {@link
 * dev.freshet.bench.server.Crowd} does what no client should.
 */
@NullMarked
package dev.freshet.bench.server;

import org.jspecify.annotations.NullMarked;
