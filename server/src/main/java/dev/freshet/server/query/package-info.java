/**
 * Searches over HTTP: {@link dev.freshet.server.query.SearchEndpoint} reads a request, waits until
 * the table is as fresh as the request asks for, and lets one of a few workers search ({@link
 * dev.freshet.server.query.WorkQueue}).
 */
@NullMarked
package dev.freshet.server.query;

import org.jspecify.annotations.NullMarked;
