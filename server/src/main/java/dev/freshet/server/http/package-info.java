/**
 * HTTP without searches: {@link dev.freshet.server.http.Routes} finds the {@link
 * dev.freshet.server.http.Endpoint} of a request, which turns a {@link
 * dev.freshet.server.http.Call} into a {@link dev.freshet.server.http.Reply}; what fails becomes a
 * {@link dev.freshet.server.http.Problem}. Jetty is seen in this package only.
 */
@NullMarked
package dev.freshet.server.http;

import org.jspecify.annotations.NullMarked;
