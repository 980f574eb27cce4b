package dev.freshet.pipeline.cache;

/**
 * How large the cache may become.
 *
 * @param bytesMax most bytes of its files; the oldest, an eighth at most, are deleted above that
 * @param writeBufferBytes of memory, and on disk, for entries that are not in a file yet; there may
 *     be two of them
 */
record CacheSize(long bytesMax, long writeBufferBytes) {

  /**
   * 4 GiB hold 2.7 million vectors of 384 components, which are hours of work of the model. That is
   * far more than a failure makes the pipeline repeat, and no more disk than the vector table needs
   * for as many chunks.
   */
  static CacheSize standard() {
    return new CacheSize(4L << 30, 32L << 20);
  }
}
