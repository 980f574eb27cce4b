package dev.freshet.pipeline.cache;

/**
 * How large the cache may become.
 *
 * @param bytesMax most bytes of its files; the oldest are deleted above that
 * @param writeBufferBytes of memory, and on disk, for entries that are not in a file yet; also the
 *     size of a file, and so of what is deleted at once. Two of them may be there
 */
record CacheSize(long bytesMax, long writeBufferBytes) {

  /**
   * 4 GiB hold 2.7 million vectors of 384 components: more than the chunks a single machine embeds
   * in a day, so that whatever is repeated after a failure is still there, and not more disk than
   * the vector table of as many chunks takes itself.
   */
  static CacheSize standard() {
    return new CacheSize(4L << 30, 32L << 20);
  }
}
