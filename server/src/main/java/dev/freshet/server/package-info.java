/**
 * The process that people and programs ask: {@link dev.freshet.server.SearchServer} answers
 * searches over HTTP while other processes write, and shows how the pipeline is doing.
 *
 * <p>A request is authenticated, read whole, checked, made to wait until the table is fresh enough
 * if it asks for that, and then queued for one of a few workers. Nothing but a worker calls the
 * table; nothing that waits holds a thread.
 */
@NullMarked
package dev.freshet.server;

import org.jspecify.annotations.NullMarked;
