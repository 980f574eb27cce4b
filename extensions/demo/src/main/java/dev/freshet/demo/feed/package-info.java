/**
 * The change feed of the demo: the documentation of successive releases of a real library, replayed
 * as the change events a database would send.
 *
 * <p>{@link dev.freshet.demo.feed.FeedPlan} decides which change file lands when; {@link
 * dev.freshet.demo.feed.ChangeFeed} lands them. The feed does not know the pipeline: it only writes
 * files.
 */
@NullMarked
package dev.freshet.demo.feed;

import org.jspecify.annotations.NullMarked;
