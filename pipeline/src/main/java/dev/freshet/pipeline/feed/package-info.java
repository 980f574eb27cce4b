/**
 * Which tool wrote a feed: {@link dev.freshet.pipeline.feed.FeedShape} knows the marks that change
 * formats leave in their rows, {@link dev.freshet.pipeline.feed.FeedCheck} refuses a row whose
 * format is not the configured one. Pure.
 */
@NullMarked
package dev.freshet.pipeline.feed;

import org.jspecify.annotations.NullMarked;
