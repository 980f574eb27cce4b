package dev.freshet.demo.feed;

/** How a {@link ChangeFeed} ended. */
public sealed interface FeedEnd {

  /** Everything planned has landed. */
  record Completed() implements FeedEnd {}

  /** It was closed before that. */
  record Stopped() implements FeedEnd {}

  /**
   * A file could not be landed, or the listener threw.
   *
   * @param cause why; its message says what to do
   */
  record Failed(RuntimeException cause) implements FeedEnd {}
}
