/**
 * The process that answers people and programs: {@link dev.freshet.server.SearchServer} answers
 * searches over HTTP while other processes write, and shows the state of the pipeline.
 *
 * <p>A request is authenticated, read completely and checked; it waits until the table is fresh
 * enough if it asks for that; then it is queued for one of a few workers. Only workers call the
 * table, and a waiting request holds no thread.
 */
@NullMarked
package dev.freshet.server;

import org.jspecify.annotations.NullMarked;
