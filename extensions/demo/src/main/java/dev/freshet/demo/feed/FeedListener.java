package dev.freshet.demo.feed;

/**
 * Is told what a {@link ChangeFeed} does, on the feed's own thread, one call at a time: a slow
 * listener delays the feed, one that throws ends it.
 */
public interface FeedListener {

  /** A file has got its final name. */
  void fileLanded(FeedFile file);

  /** The feed is over; the last call, made once however the feed ended. */
  void ended(FeedEnd end);
}
