/**
 * The change feed of the demo: the documentation of successive releases of a real library, replayed
 * as the change events a database would send.
 *
 * <p>{@link dev.freshet.demo.corpus.DemoCorpus} names the library and reads its {@code -sources}
 * jars; each becomes a {@link dev.freshet.demo.corpus.Release} of one record per public type or
 * method, and two neighbours become a {@link dev.freshet.demo.corpus.ReleaseDiff} of inserts,
 * updates and deletes. {@link dev.freshet.demo.feed.FeedPlan} decides which change file lands when;
 * {@link dev.freshet.demo.feed.ChangeFeed} lands them. {@link dev.freshet.demo.corpus.DemoQuestion}
 * holds what to ask while it runs.
 *
 * <p>Nothing here knows the pipeline: it only writes files.
 */
@NullMarked
package dev.freshet.demo.feed;

import org.jspecify.annotations.NullMarked;
