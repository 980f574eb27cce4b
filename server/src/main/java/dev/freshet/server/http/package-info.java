/**
 * HTTP without searches: {@link dev.freshet.server.http.Routes} finds the {@link
 * dev.freshet.server.http.Endpoint} of a request, which turns a {@link
 * dev.freshet.server.http.Call} into a {@link dev.freshet.server.http.Reply}; a failure becomes a
 * {@link dev.freshet.server.problem.Problem}. Only this package, {@code http.pace} and the TLS of
 * {@code security} use Jetty.
 */
@NullMarked
package dev.freshet.server.http;

import org.jspecify.annotations.NullMarked;
